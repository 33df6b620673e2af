package io.turnstile.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** If this fails, an instance leaks, or has lost a thread that it lives by, and the adversary does not see it. */
class EnduranceTest {

    private static final Set<String> THREADS = Set.of("intake-0", "pool-1-thread-3", "http-call-1", "index");

    @Test
    void shouldFindAHeapThatGrows() {
        assertThat(Endurance.violations(List.of(30L, 31L, 50L, 52L, 80L, 82L), THREADS, THREADS))
                .hasSize(1);
    }

    @Test
    void shouldFindAThreadThatIsGone() {
        assertThat(Endurance.violations(List.of(), THREADS, Set.of("pool-1-thread-3", "index")))
                .extracting(Violation::text)
                .containsExactly("threads are gone: [intake-0]");
    }

    @Test
    void shouldFindNothingInAHeapThatStaysAndAPoolThatIdles() {
        assertThat(Endurance.violations(
                        List.of(30L, 51L, 50L, 52L, 49L, 51L, 48L), THREADS, Set.of("intake-0", "index", "new")))
                .isEmpty();
    }
}
