package io.turnstile.altegio;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Membership;
import io.turnstile.booking.MembershipType;
import io.turnstile.booking.Outcome.Scheduled;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cache of the membership types of each location: loaded once for all who ask at a time, kept for a time, then loaded again
 * in the background while the old ones still serve. A location that cannot be loaded has no types for half a minute; that
 * never fails a booking. Thread-safe.
 */
public final class TypeCatalogue {

    private static final Logger LOG = LoggerFactory.getLogger(TypeCatalogue.class);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(30);
    private static final int MOST_LOCATIONS = 10_000;
    private static final int MOST_PAGES = 100;

    private final Pages pages;
    private final LoadingCache<Long, Location> locations;

    /** Asks Altegio for one page of a location's types; pages start at 1. Throws for whatever goes wrong. */
    @FunctionalInterface
    public interface Pages {
        /** Number of types of a full page. A shorter one is the last. */
        int SIZE = 100;

        TypesResponse load(long locationId, int page) throws Exception;
    }

    /** Holds a location's types by id; none if they could not be loaded. */
    private record Location(Map<Long, MembershipType> types, boolean failed) {}

    /**
     * Creates an empty catalogue.
     *
     * @param ttl how long a location's types are kept before they are loaded again
     * @param background runs those loads
     */
    public TypeCatalogue(Pages pages, Duration ttl, Executor background, Ticker ticker) {
        this.pages = pages;
        this.locations = Caffeine.newBuilder()
                .maximumSize(MOST_LOCATIONS)
                .refreshAfterWrite(ttl)
                .expireAfter(Expiry.<Long, Location>writing(
                        (id, location) -> location.failed ? FAILURE_KEPT : ttl.multipliedBy(10)))
                .executor(background)
                .ticker(ticker)
                .build(new CacheLoader<>() {
                    @Override
                    public Location load(Long id) {
                        return loaded(id);
                    }

                    @Override
                    public Location reload(Long id, Location old) {
                        Location fresh = loaded(id);
                        return fresh.failed ? old : fresh;
                    }
                });
    }

    /** Gives a scheduled membership its type, if the search did not tell it and the catalogue does. */
    public Decision withType(Decision decision) {
        if (!(decision.outcome() instanceof Scheduled scheduled)) {
            return decision;
        }
        Membership membership = scheduled.membership();
        if (membership.type().isPresent() || membership.typeId().isEmpty()) {
            return decision;
        }
        Location location = locations.get(decision.request().locationId());
        return decision.withType(location.types.get(membership.typeId().getAsLong()));
    }

    private Location loaded(long locationId) {
        try {
            Map<Long, MembershipType> types = new HashMap<>();
            int read = Pages.SIZE;
            for (int page = 1; read >= Pages.SIZE && page <= MOST_PAGES; page++) {
                TypesResponse answer = pages.load(locationId, page);
                answer.types().forEach(type -> types.put(type.id(), type));
                read = answer.elements();
            }
            return new Location(Map.copyOf(types), false);
        } catch (Exception e) {
            LOG.warn(
                    "The membership types of location {} could not be loaded ({}): schedules there have no type for now",
                    locationId,
                    e.getMessage());
            return new Location(Map.of(), true);
        }
    }
}
