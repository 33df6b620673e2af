package io.turnstile.load;

import io.turnstile.config.Settings;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.KeyOrder;
import io.turnstile.endtoend.fixture.WaitingTimes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Judgement of a soak, from what was sent and what all topics hold. */
final class SoakReport {

    private static final int COME_BACK_MILLIS = 5_000;
    private static final String AWAY = ", instance away";

    /** Threads that a pool may end when they idle, and start again. */
    private static final String POOLED =
            ".*(pool-|qtp|booking-|ForkJoin|HttpClient-|Attach Listener|process reaper|SIG|C1 |C2 |Caffeine).*";

    /** Longest wait by class, of requests that no instance was away for. What is slow, or fails, takes its own time. */
    private static final Map<String, Duration> LIMITS = Map.of(
            "one client gets 500", Duration.ofSeconds(60),
            "one client gets 401", Duration.ofSeconds(60),
            "ten clients hang", Duration.ofSeconds(180),
            "slow", Duration.ofSeconds(15));

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration AWAY_MORE = Duration.ofSeconds(30);

    private final Settings settings;
    private final SoakRecord record;
    private final OutcomeCount outcomes;
    private final BusyMachine machine;
    private final Map<String, Integer> faults = new TreeMap<>();

    SoakReport(Settings settings, SoakRecord record, OutcomeCount outcomes, BusyMachine machine) {
        this.machine = machine;
        this.settings = settings;
        this.record = record;
        this.outcomes = outcomes;
    }

    /** Prints a table, and what is not as it should be. Returns whether all is. */
    boolean print() {
        faults.putAll(record.faults());
        Collection<String> ids = record.ids();
        Set<String> retried = retried();
        WaitingTimes waits = waits();
        Map<String, Map<String, Integer>> became = became();
        System.out.printf(
                "%n%-34s %9s %11s %11s %9s  %s%n",
                "class", "requests", "median", "at worst", "allowed", "outcomes (of the class)");
        for (String each : waits.classes()) {
            Duration allowed = allowed(each);
            System.out.printf(
                    "%-34s %9d %8d ms %8d ms %7d s  %s%n",
                    each,
                    waits.count(each),
                    waits.median(each).toMillis(),
                    waits.worst(each).toMillis(),
                    allowed.toSeconds(),
                    each.endsWith(AWAY) ? "" : became.get(each));
            if (waits.worst(each).compareTo(allowed) > 0) {
                fault("%s: one waited %d ms".formatted(each, waits.worst(each).toMillis()));
            }
        }
        List<String> superseded = KeyOrder.violations(outcomes, ids, retried);
        superseded.forEach(each -> fault("order of a key: " + each));
        long lost = outcomes.lost(ids);
        long duplicated = outcomes.duplicated(ids);
        if (lost + duplicated > 0) {
            fault("lost or duplicated");
        }
        System.out.printf(
                "%nrequests=%d lost=%d duplicated=%d wrong-order=%d retried=%d kills=%d ready=%.0f%% of looks%n",
                ids.size(),
                lost,
                duplicated,
                superseded.size(),
                retried.size(),
                record.kills(),
                record.readyShare() * 100);
        System.out.printf(
                "3 s are allowed as %d ms, as busy as the machine was%n",
                machine.allow(LIMIT).toMillis());
        System.out.println("retried by class: "
                + retried.stream()
                        .filter(record.sent()::containsKey)
                        .collect(Collectors.groupingBy(this::requestClass, TreeMap::new, Collectors.counting())));
        judgeHeapAndThreads();
        faults.forEach((what, times) -> System.out.printf("NOT SO (%d times): %s%n", times, what));
        System.out.println(faults.isEmpty() ? "all as it should be" : faults.size() + " faults");
        return faults.isEmpty();
    }

    private void fault(String what) {
        faults.merge(what, 1, Integer::sum);
    }

    private String requestClass(String id) {
        return record.sent().get(id).request().requestClass();
    }

    private Duration allowed(String requestClass) {
        String own = requestClass.replace(AWAY, "");
        Duration allowed = LIMITS.getOrDefault(own, LIMIT);
        return machine.allow(requestClass.endsWith(AWAY) ? allowed.plus(AWAY_MORE) : allowed);
    }

    private WaitingTimes waits() {
        WaitingTimes waits = new WaitingTimes();
        record.sent().forEach((id, sent) -> {
            ConsumerRecord<byte[], byte[]> outcome = outcomes.outcomeOf(id);
            if (outcome != null) {
                boolean away = record.anyAway(sent.at(), outcome.timestamp(), COME_BACK_MILLIS);
                waits.add(sent.request().requestClass() + (away ? AWAY : ""), outcome.timestamp() - sent.at());
            }
        });
        return waits;
    }

    /** Counts outcomes by class of request, and notes those that are not the class's own. */
    private Map<String, Map<String, Integer>> became() {
        Map<String, Map<String, Integer>> became = new HashMap<>();
        record.sent().forEach((id, sent) -> {
            ConsumerRecord<byte[], byte[]> outcome = outcomes.outcomeOf(id);
            String reason = outcome == null
                    ? "none"
                    : outcomes.isSchedule(outcome) ? "SCHEDULED" : OutcomeCount.header(outcome, "turnstile-reason");
            became.computeIfAbsent(sent.request().requestClass(), any -> new TreeMap<>())
                    .merge(reason, 1, Integer::sum);
            if (outcome != null && !sent.request().allows(reason)) {
                fault("%s: %s instead of %s"
                        .formatted(
                                sent.request().requestClass(),
                                reason,
                                sent.request().expected()));
            }
        });
        return became;
    }

    private void judgeHeapAndThreads() {
        List<Long> mebibytes =
                record.liveBytes().stream().map(bytes -> bytes / 1024 / 1024).toList();
        System.out.println("heap after collections of the instance that lasts, MiB: " + mebibytes);
        int third = mebibytes.size() / 3;
        if (third > 1) {
            double before = mean(mebibytes.subList(third, 2 * third));
            double last = mean(mebibytes.subList(mebibytes.size() - third, mebibytes.size()));
            if (last > before * 1.2 + 5) {
                fault("heap grows: from %.0f MiB in the middle third to %.0f in the last".formatted(before, last));
            }
        }
        Set<String> gone = new TreeSet<>(record.threadsGone());
        gone.removeIf(name -> name.matches(POOLED));
        System.out.println("threads gone since the first look: " + gone);
        if (!gone.isEmpty()) {
            fault("threads are gone: " + gone);
        }
    }

    private static double mean(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    /** Returns the ids of the requests that the retry topics hold. */
    private Set<String> retried() {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.kafka().brokers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName(),
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName());
        Properties all = new Properties();
        all.putAll(properties);
        Set<String> retried = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(all)) {
            List<TopicPartition> partitions = settings.retryTopics().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    retried.add(OutcomeCount.header(each, "turnstile-origin-topic") + "-"
                            + OutcomeCount.header(each, "turnstile-origin-partition") + "-"
                            + OutcomeCount.header(each, "turnstile-origin-offset"));
                }
            }
        }
        return retried;
    }
}
