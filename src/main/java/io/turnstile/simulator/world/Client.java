package io.turnstile.simulator.world;

import java.util.List;

/**
 * Client of every location, with all memberships ever bought.
 *
 * @param id positive
 * @param memberships in the API's order, up to {@value Clients#MAX_MEMBERSHIPS}, also frozen and used up ones
 */
public record Client(long id, List<Membership> memberships) {
    public Client {
        memberships = List.copyOf(memberships);
    }
}
