package io.turnstile.simulator.world;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * World of every location, event, client and membership, and what Altegio has to say about them. The same seed and date give
 * the same world. Only balances change, by {@link #setBalance}: the API itself checks and never deducts.
 *
 * <p>Ids: locations from 720441, events from 12341 (in steps of 100 a location), clients from 146000000, memberships
 * from 5000000. Safe for any number of threads.
 */
public final class World {
    private static final int MAX_CLIENTS = 10_000_000;

    private final int clientCount;
    private final Catalogue catalogue;
    private final Clients clients;
    private final Map<Long, Integer> balances = new ConcurrentHashMap<>();

    /**
     * Creates the world of a seed.
     *
     * @param today the date that expiry and schedule days are counted from, UTC
     * @param clientCount 1 to 10,000,000; they are computed when asked for and cost no memory
     */
    public World(long seed, LocalDate today, int clientCount) {
        Dice dice = new Dice(seed);
        this.clientCount = requireClientCount(clientCount);
        this.catalogue = new Catalogue(dice, today);
        this.clients = new Clients(dice, catalogue, today, clientCount);
    }

    public static int requireClientCount(int clientCount) {
        if (clientCount < 1 || clientCount > MAX_CLIENTS) {
            throw new IllegalArgumentException("clients must be 1 to " + MAX_CLIENTS + ", not " + clientCount);
        }
        return clientCount;
    }

    /** Returns the id of the first client; the others follow without gaps. */
    public long firstClientId() {
        return Clients.FIRST_ID;
    }

    public int clientCount() {
        return clientCount;
    }

    public List<Location> locations() {
        return catalogue.locations().toList();
    }

    public Optional<Location> location(long id) {
        return catalogue.location(id);
    }

    /** Returns the events of a location in the order of their ids; none for a location that does not exist. */
    public List<Event> events(long locationId) {
        return catalogue.events(locationId);
    }

    /** Returns the membership types of a chain in the order of their ids; none for a chain that does not exist. */
    public List<MembershipType> types(long chainId) {
        return catalogue.types(chainId);
    }

    public Optional<Client> client(long id) {
        return clients.client(id)
                .map(client -> new Client(
                        id, client.memberships().stream().map(this::asItStands).toList()));
    }

    public Optional<Membership> membership(long id) {
        return clients.membership(id).map(this::asItStands);
    }

    /**
     * Tops up a membership, or empties it.
     *
     * @param balance visits left from now on, at least 0
     * @return the membership as it is now; empty when there is none of that id
     */
    public Optional<Membership> setBalance(long membershipId, int balance) {
        Optional<Membership> changed = clients.membership(membershipId).map(m -> m.withBalance(balance));
        changed.ifPresent(m -> balances.put(membershipId, balance));
        return changed;
    }

    /** Returns why Altegio refuses to talk about a client and an event at a location; empty when it does not. */
    public Optional<ApiError> refusal(long locationId, long clientId, long eventId) {
        return refusal(locationId).or(() -> {
            Optional<Event> event = event(locationId, eventId);
            if (event.isEmpty()) {
                return Optional.of(new ApiError(404, "Event not found"));
            }
            if (!clients.exists(clientId)) {
                return Optional.of(new ApiError(404, "Client not found"));
            }
            return event.filter(Event::cancelled).map(e -> new ApiError(422, "Event is cancelled"));
        });
    }

    /** Returns why Altegio refuses to talk about a location; empty when it does not. */
    public Optional<ApiError> refusal(long locationId) {
        Optional<Location> location = location(locationId);
        if (location.isEmpty()) {
            return Optional.of(new ApiError(404, "Location not found"));
        }
        return location.filter(Location::forbidden).map(l -> new ApiError(403, "Access denied."));
    }

    /** Returns the event if that location knows it. */
    public Optional<Event> event(long locationId, long eventId) {
        return catalogue.event(eventId).filter(event -> event.locationId() == locationId);
    }

    /**
     * Returns the memberships of a client that cover an event, in the API's order; none where {@link #refusal(long,
     * long, long)} has something to say.
     */
    public List<Membership> search(long locationId, long clientId, long eventId) {
        if (refusal(locationId, clientId, eventId).isPresent()) {
            return List.of();
        }
        Event event = event(locationId, eventId).orElseThrow();
        long chainId = location(locationId).orElseThrow().chainId();
        return client(clientId).orElseThrow().memberships().stream()
                .filter(membership -> membership.covers(event, chainId))
                .toList();
    }

    private Membership asItStands(Membership membership) {
        Integer balance = balances.get(membership.id());
        return balance == null ? membership : membership.withBalance(balance);
    }
}
