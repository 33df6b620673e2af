package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.MembershipType;
import io.turnstile.booking.Outcome.Scheduled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** At the start every booking wants the same types at once: asked for one by one they would eat the minute's quota. */
class TypeCatalogueThreadsTest {
    private static final int ASKERS = 8;

    @Test
    void shouldLoadALocationOnceWhenManyAskAtATime() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch asking = new CountDownLatch(ASKERS);
        TypeCatalogue catalogue = new TypeCatalogue(
                (location, page) -> {
                    loads.incrementAndGet();
                    assertThat(asking.await(1, TimeUnit.MINUTES)).isTrue();
                    return TypesResponse.read("{\"data\": [{\"id\": 489159}]}".getBytes(StandardCharsets.UTF_8));
                },
                CatalogueWorld.TTL,
                Runnable::run,
                () -> 0);
        ExecutorService pool = Executors.newFixedThreadPool(ASKERS);
        try {
            List<Future<Optional<MembershipType>>> answers = new ArrayList<>();
            for (int i = 0; i < ASKERS; i++) {
                answers.add(pool.submit(() -> {
                    asking.countDown();
                    return ((Scheduled) catalogue
                                    .withType(CatalogueWorld.scheduled(OptionalLong.of(489159), Optional.empty()))
                                    .outcome())
                            .membership()
                            .type();
                }));
            }
            for (Future<Optional<MembershipType>> answer : answers) {
                assertThat(answer.get()).isPresent();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(loads).hasValue(1);
    }
}
