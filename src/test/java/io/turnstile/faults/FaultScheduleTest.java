package io.turnstile.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.faults.FaultSchedule.Due;
import io.turnstile.faults.FaultSchedule.Subject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** If this fails, a seed that was red cannot be looked into, or what goes wrong is never what one thinks it is. */
class FaultScheduleTest {

    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);
    private static final Set<Subject> ALL = EnumSet.allOf(Subject.class);

    private static FaultSchedule schedule(long seed) {
        return FaultSchedule.of(seed, TWENTY_MINUTES, 3, List.of(720441L, 720442L), ALL);
    }

    @Test
    void shouldBeTheSameWhenTheSeedIs() {
        assertThat(schedule(7)).isEqualTo(schedule(7)).isNotEqualTo(schedule(8));
    }

    @Test
    void shouldStrikeOneSubjectWithOneFaultAtATime() {
        for (long seed = 0; seed < 200; seed++) {
            Map<Class<?>, Duration> over = new HashMap<>();
            for (Due each : schedule(seed).faults()) {
                Duration before = over.put(
                        each.fault().getClass(), each.at().plus(each.fault().lasts()));
                assertThat(before == null || before.compareTo(each.at()) < 0)
                        .as("seed %d: %s", seed, each)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldLeaveAQuietTimeBehindEachSalvoSoThatNotEverythingIsExplained() {
        for (long seed = 0; seed < 200; seed++) {
            List<Due> faults = schedule(seed).faults();
            long quiet = 0;
            Duration over = Duration.ZERO;
            for (Due each : faults) {
                quiet += each.at().minusSeconds(10).compareTo(over) > 0 ? 1 : 0;
                Duration end = each.at().plus(each.fault().lasts());
                over = end.compareTo(over) > 0 ? end : over;
            }
            assertThat(quiet).as("seed " + seed).isGreaterThan(30);
            assertThat(over).isLessThanOrEqualTo(TWENTY_MINUTES);
        }
    }

    @Test
    void shouldStrikeInEveryWayWithinAFewSeedsAndNeverTheInstanceThatLasts() {
        Set<String> kinds = new TreeSet<>();
        for (long seed = 0; seed < 20; seed++) {
            for (Due each : schedule(seed).faults()) {
                kinds.add(each.fault().kind());
                if (each.fault() instanceof ProcessFault fault) {
                    assertThat(fault.instance()).isLessThan(FaultSchedule.INSTANCES - 1);
                }
            }
        }
        assertThat(kinds)
                .hasSize(ProcessFault.Kind.values().length
                        + KafkaFault.Kind.values().length
                        + AltegioFault.Kind.values().length
                        + DiskFault.Kind.values().length
                        + Operation.Kind.values().length
                        + 2 * TcpProxy.Mode.HARMFUL.length);
    }
}
