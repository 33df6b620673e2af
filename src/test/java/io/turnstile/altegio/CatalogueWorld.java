package io.turnstile.altegio;

import io.turnstile.booking.BookingRequest;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Membership;
import io.turnstile.booking.MembershipCheck;
import io.turnstile.booking.MembershipType;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.booking.ParsedRequest.Valid;
import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/** A location's types as the API pages them, time that moves when told to, and work that runs when told to. */
final class CatalogueWorld implements TypeCatalogue.Pages {
    static final long LOCATION = 720441;
    static final long FIRST_TYPE = 489000;
    static final Duration TTL = Duration.ofMinutes(10);

    private final ManualClock clock = new ManualClock();
    private final Queue<Runnable> background = new ArrayDeque<>();
    final List<Integer> pagesAsked = Collections.synchronizedList(new ArrayList<>());
    final TypeCatalogue catalogue = new TypeCatalogue(this, TTL, background::add, clock);
    int types = 3;
    String title = "10 visits";
    Exception fault;

    @Override
    public TypesResponse load(long locationId, int page) throws Exception {
        pagesAsked.add(page);
        if (fault != null) {
            throw fault;
        }
        List<MembershipType> data = new ArrayList<>();
        for (int i = (page - 1) * SIZE; i < Math.min(page * SIZE, types); i++) {
            data.add(new MembershipType(FIRST_TYPE + i, title, null, 0, null, false, 0, false, false, 0));
        }
        return new TypesResponse(data, data.size());
    }

    void pass(Duration time) {
        clock.move(time);
    }

    void runBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    /** Asks the catalogue for the type of a membership that can be booked. */
    Optional<MembershipType> ask(long typeId) {
        Decision decision = catalogue.withType(scheduled(OptionalLong.of(typeId), Optional.empty()));
        return ((Scheduled) decision.outcome()).membership().type();
    }

    static Decision scheduled(OptionalLong typeId, Optional<MembershipType> type) {
        Membership membership = new Membership(5248829, "690348", 10L, typeId, type);
        return open().applySearchResult(List.of(membership))
                .applyCheckResult(new MembershipCheck(10L, true, List.of(), Optional.empty()), Instant.EPOCH);
    }

    static Decision open() {
        BookingRequest request =
                new BookingRequest("9f1c0c1e", LOCATION, 146915197, 12345, List.of(1L), OptionalLong.empty(), "{}");
        return Decision.of(new Valid(request), 3);
    }
}
