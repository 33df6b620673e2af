package io.turnstile.routeset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** Names of the parameters that a component's endpoints take, from the description that stands in its jar. */
final class ComponentOptions {

    private ComponentOptions() {}

    /** Returns none if the component has no description. */
    static List<String> of(String component) {
        List<String> names = new ArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            String json = camel.getComponentParameterJsonSchema(component);
            JsonNode properties =
                    json == null ? null : new JsonMapper().readTree(json).path("properties");
            if (properties != null) {
                properties.fieldNames().forEachRemaining(names::add);
            }
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }
}
