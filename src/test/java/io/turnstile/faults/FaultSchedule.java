package io.turnstile.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Faults and when each is due. They come in salvos, up to three at once, each of another subject, with a quiet time after each
 * salvo, in which nothing explains a delay. Follows from the seed: the same seed, length and size make the same schedule.
 *
 * @param brokers how many brokers the cluster has
 */
record FaultSchedule(long seed, int brokers, List<Due> faults) {

    /** Instances of which any but the last may be struck: the last lasts, and is measured. */
    static final int INSTANCES = 3;

    private static final int BEFORE_FIRST = 4_000;
    private static final int LONGEST = 15_000;
    private static final int QUIET = 14_000;

    enum Subject {
        PROCESS,
        KAFKA,
        NETWORK,
        ALTEGIO,
        DISK,
        OPERATORS
    }

    /** Fault and the time after the start at which it is due. */
    record Due(Duration at, Fault fault) {}

    FaultSchedule {
        faults = List.copyOf(faults);
    }

    /**
     * Draws a schedule.
     *
     * @param length time in which all faults have to begin and end
     * @param locations ids of which one may fail
     * @param subjects what may be struck
     */
    static FaultSchedule of(long seed, Duration length, int brokers, List<Long> locations, Set<Subject> subjects) {
        Draw draw = new Draw(new Random(seed), brokers, locations);
        List<Due> faults = new ArrayList<>();
        long at = BEFORE_FIRST;
        while (at + LONGEST <= length.toMillis()) {
            List<Subject> some = new ArrayList<>(subjects.isEmpty() ? EnumSet.noneOf(Subject.class) : subjects);
            Collections.shuffle(some, draw.random);
            long end = at;
            for (Subject each : some.subList(0, Math.min(some.size(), 1 + draw.random.nextInt(3)))) {
                Fault fault = draw.fault(each);
                long begin = at + draw.random.nextInt(3_000);
                faults.add(new Due(Duration.ofMillis(begin), fault));
                end = Math.max(end, begin + fault.lasts().toMillis());
            }
            at = end + QUIET;
        }
        faults.sort(java.util.Comparator.comparing(Due::at));
        return new FaultSchedule(seed, brokers, faults);
    }

    /** Chooser of faults. */
    private record Draw(Random random, int brokers, List<Long> locations) {

        Fault fault(Subject subject) {
            return switch (subject) {
                case PROCESS -> process(one(ProcessFault.Kind.values()));
                case KAFKA ->
                    new KafkaFault(one(KafkaFault.Kind.values()), 1 + random.nextInt(brokers), between(3_000, 8_000));
                case NETWORK ->
                    new NetworkFault(
                            one(NetworkFault.Side.values()), one(TcpProxy.Mode.HARMFUL), between(3_000, 9_000));
                case ALTEGIO ->
                    new AltegioFault(
                            one(AltegioFault.Kind.values()),
                            locations.get(random.nextInt(locations.size())),
                            between(9_000, 12_000));
                case DISK ->
                    new DiskFault(one(DiskFault.Kind.values()), random.nextInt(INSTANCES - 1), between(3_000, 6_000));
                case OPERATORS -> new Operation(one(Operation.Kind.values()), between(1_000, 3_000));
            };
        }

        private ProcessFault process(ProcessFault.Kind kind) {
            Duration lasts =
                    switch (kind) {
                        case FREEZE -> ProcessFault.SESSION.plus(between(1_000, 3_000));
                        case KILL -> between(0, 3_000);
                        default -> between(1_000, 4_000);
                    };
            return new ProcessFault(kind, random.nextInt(INSTANCES - 1), lasts);
        }

        private <T> T one(T[] of) {
            return of[random.nextInt(of.length)];
        }

        private Duration between(int least, int most) {
            return Duration.ofMillis(least + random.nextInt(most - least));
        }
    }
}
