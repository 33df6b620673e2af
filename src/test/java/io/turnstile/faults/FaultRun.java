package io.turnstile.faults;

import io.turnstile.app.RequestSender;
import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.faults.FaultSchedule.Subject;
import io.turnstile.faults.Violation.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * One run: a world, a schedule of faults, traffic at an even pace meanwhile, and the judgement of all that was written.
 * Arguments by hand: {@code SECONDS [SEED [BROKERS [SUBJECT …]]]}. Exit status 1 if a promise was not kept.
 */
public final class FaultRun {

    private static final int PER_SECOND = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);
    private static final Duration DRAIN = Duration.ofMinutes(4);
    private static final Duration QUIET = Duration.ofSeconds(3);

    /**
     * On a machine that takes this for what a quiet one does in a second, calls arrive long after their caller gave up, since the
     * relay before Altegio is late too.
     */
    private static final Duration MOST_OF_A_SECOND = Duration.ofSeconds(4);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final long seed;
    private final Duration length;
    private final int brokers;
    private final Set<Subject> subjects;

    FaultRun(long seed, Duration length, int brokers, Set<Subject> subjects) {
        this.seed = seed;
        this.length = length;
        this.brokers = brokers;
        this.subjects = subjects;
    }

    public static void main(String[] arguments) throws Exception {
        Duration length = Duration.ofSeconds(Long.parseLong(arguments[0]));
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        int brokers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        Set<Subject> subjects = EnumSet.noneOf(Subject.class);
        for (int i = 3; i < arguments.length; i++) {
            subjects.add(Subject.valueOf(arguments[i]));
        }
        FaultReport report =
                new FaultRun(seed, length, brokers, subjects.isEmpty() ? EnumSet.allOf(Subject.class) : subjects).run();
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    /** Runs it, prints what was seen, and returns it. */
    FaultReport run() throws Exception {
        System.out.printf("seed %d, %d s, %d brokers%n", seed, length.toSeconds(), brokers);
        try (BusyMachine machine = BusyMachine.watch();
                FaultWorld world = new FaultWorld(brokers);
                Tail tail = new Tail(world.settings())) {
            System.out.println("files in " + world.folder());
            Traffic traffic = new Traffic(world.altegio().world(), seed, (int) length.toSeconds() * PER_SECOND);
            List<Request> requests = traffic.requests(world.settings().topics().requests());
            FaultSchedule schedule = FaultSchedule.of(seed, length, brokers, world.locations(), subjects);
            world.startInstances(traffic);
            Map<String, Sent> sent = strike(world, schedule, requests);
            drain(world, tail, sent.size());
            Observed observed = new Observed(topics(world), sent, tail.finish(), world.struck());
            List<Violation> violations = new ArrayList<>(OutcomeChecker.check(observed, machine::allow));
            violations.addAll(world.incidents().seen());
            violations.addAll(world.endurance().violations());
            long overQuota = world.altegio().violations();
            if (overQuota > 0 && machine.allow(SECOND).compareTo(MOST_OF_A_SECOND) < 0) {
                violations.add(new Violation(Kind.QUOTA, overQuota + " calls were over the quota of " + Altegio.QUOTA));
            }
            world.endInstances();
            violations.addAll(new SecretCheck(world.altegio().secrets()).violations(world.folder()));
            System.out.println(world.endurance());
            FaultReport report = new FaultReport(seed, observed, violations, machine::allow);
            report.print();
            return report;
        }
    }

    private static Observed.Topics topics(FaultWorld world) {
        var names = world.settings().topics();
        return new Observed.Topics(
                names.requests(),
                names.schedules(),
                names.deadLetters(),
                names.resolutions(),
                Set.copyOf(world.settings().retryTopics()));
    }

    private Map<String, Sent> strike(FaultWorld world, FaultSchedule schedule, List<Request> requests)
            throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (RequestSender sender = new RequestSender(world.settings())) {
            Future<Map<String, Sent>> sending = thread.submit(() -> send(sender, requests));
            world.strike(schedule, () -> look(world));
            while (!sending.isDone()) {
                look(world);
            }
            return sending.get();
        } finally {
            thread.shutdownNow();
        }
    }

    private static Map<String, Sent> send(RequestSender sender, List<Request> requests) throws InterruptedException {
        record OnItsWay(Sent sent, RequestSender.Sent written) {}
        List<OnItsWay> all = new ArrayList<>();
        long begin = System.nanoTime();
        for (Request each : requests) {
            long due = begin + all.size() * 1_000_000_000L / PER_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            all.add(new OnItsWay(new Sent(each, System.currentTimeMillis()), sender.send(each.record())));
        }
        Map<String, Sent> sent = new HashMap<>();
        for (OnItsWay each : all) {
            sent.put(each.written().id(), each.sent());
        }
        return sent;
    }

    private static void look(FaultWorld world) {
        try {
            world.look();
            Pause.of(BETWEEN_LOOKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Waits until all requests have an outcome and all jobs are done, and a little longer for what should not come. */
    private static void drain(FaultWorld world, Tail tail, int requests) throws InterruptedException {
        long end = System.nanoTime() + DRAIN.toNanos();
        while (System.nanoTime() < end && (tail.decided() < requests || tail.undecided() > 0 || !world.areJobsDone())) {
            Pause.of(Duration.ofMillis(200));
        }
        look(world);
        Pause.of(QUIET);
    }
}
