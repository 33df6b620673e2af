package io.turnstile.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.Membership;
import java.util.List;

/**
 * Objects {@code included} in a search, of which the reference tells no more than {@code [{}]}. What a client gets depends
 * on its id: one in four gets that, the others their membership types, types among elements of other kinds, or elements that
 * are not even objects.
 */
final class Included {
    private Included() {}

    static void write(ArrayNode included, List<Membership> memberships, long clientId) {
        switch ((int) (clientId % 4)) {
            case 0 -> included.addObject();
            case 1 -> types(included, memberships);
            case 2 -> {
                types(included, memberships);
                interval(included);
            }
            default -> {
                included.addObject().put("type", "loyalty_abonement_type").put("id", "0");
                included.addObject().put("type", "loyalty_promotion").put("title", "unheard of");
                included.add("a text").add(42).addNull();
            }
        }
    }

    private static void types(ArrayNode included, List<Membership> memberships) {
        memberships.stream().map(Membership::type).distinct().forEach(type -> {
            ObjectNode element = included.addObject();
            element.put("id", String.valueOf(type.id())).put("type", "loyalty_abonement_type");
            TypesEndpoint.attributes(element.putObject("attributes"), type);
        });
    }

    private static void interval(ArrayNode included) {
        ObjectNode element = included.addObject();
        element.put("id", "interval_1").put("type", "loyalty_abonement_availability_interval");
        element.putObject("attributes").put("weekday", 1).put("from", "08:00").put("to", "22:00");
    }
}
