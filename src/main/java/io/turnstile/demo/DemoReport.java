package io.turnstile.demo;

import io.turnstile.config.LauncherProperties;
import io.turnstile.config.Settings;
import io.turnstile.kafka.HeaderNames;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Report of what became of the demo's requests.
 *
 * @param outcomes first outcome of each request that has one, by its id, in the order they were sent
 */
public record DemoReport(
        int requests,
        Map<String, ConsumerRecord<byte[], byte[]>> outcomes,
        long schedules,
        long lost,
        long duplicated) {

    public static DemoReport of(List<String> ids, OutcomeCount count) {
        Map<String, ConsumerRecord<byte[], byte[]>> outcomes = new LinkedHashMap<>();
        for (String id : ids) {
            if (count.outcomeOf(id) != null) {
                outcomes.put(id, count.outcomeOf(id));
            }
        }
        long schedules = outcomes.values().stream().filter(count::isSchedule).count();
        return new DemoReport(ids.size(), outcomes, schedules, count.lost(ids), count.duplicated(ids));
    }

    public boolean isExact() {
        return lost == 0 && duplicated == 0;
    }

    public void print(PrintWriter out) {
        out.println();
        out.printf(Locale.ROOT, "%-11s %-26s %8s%n", "OUTCOME", "REASON", "REQUESTS");
        byReason()
                .forEach((reason, count) ->
                        out.printf(Locale.ROOT, "%-11s %-26s %8d%n", kind(reason), name(reason), count));
        out.println();
        example(null).ifPresent(each -> {
            out.println("One schedule:");
            out.println("  key    " + text(each.key()));
            out.println("  value  " + text(each.value()));
            out.println();
        });
        example("NOT_ENOUGH_VISITS").ifPresent(each -> printDeadLetter(out, each));
        example("INVALID_REQUEST").ifPresent(each -> printDeadLetter(out, each));
    }

    public void printWhereToLook(PrintWriter out, Settings settings, URI http) {
        String brokers = settings.kafka().brokers();
        out.println("It runs until Ctrl-C. To look further:");
        out.printf(
                Locale.ROOT,
                "  Kafka     %s, topics %s, %s, %s%n",
                brokers,
                settings.topics().requests(),
                settings.topics().schedules(),
                settings.topics().deadLetters());
        out.printf(
                Locale.ROOT, "  Altegio   %s (simulated)%n", settings.altegio().baseUrl());
        out.printf(Locale.ROOT, "  Console   %s/%n", http);
        out.printf(Locale.ROOT, "  Health    %s/health/ready%n", http);
        out.printf(Locale.ROOT, "  Metrics   %s/metrics%n", http);
        out.printf(
                Locale.ROOT,
                "  Send      TURNSTILE_KAFKA_BROKERS=%s %s send FILE%n",
                brokers,
                LauncherProperties.command());
        out.println();
    }

    public void printTotals(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "requests=%d schedules=%d dead-letters=%d lost=%d duplicated=%d%n",
                requests,
                schedules,
                outcomes.size() - schedules,
                lost,
                duplicated);
    }

    private Map<String, Long> byReason() {
        return outcomes.values().stream()
                .collect(Collectors.groupingBy(DemoReport::kindAndReason, TreeMap::new, Collectors.counting()));
    }

    /** Returns a text that sorts schedules first, then dead letters by kind. */
    private static String kindAndReason(ConsumerRecord<byte[], byte[]> outcome) {
        String reason = OutcomeCount.header(outcome, HeaderNames.REASON);
        return reason == null ? " scheduled/" : OutcomeCount.header(outcome, HeaderNames.KIND) + "/" + reason;
    }

    private static String kind(String kindAndReason) {
        return kindAndReason.substring(0, kindAndReason.indexOf('/')).strip();
    }

    private static String name(String kindAndReason) {
        return kindAndReason.substring(kindAndReason.indexOf('/') + 1);
    }

    private java.util.Optional<ConsumerRecord<byte[], byte[]>> example(@Nullable String reason) {
        return outcomes.values().stream()
                .filter(each -> Objects.equals(OutcomeCount.header(each, HeaderNames.REASON), reason))
                .min(Comparator.comparingInt(each -> each.value().length));
    }

    private static void printDeadLetter(PrintWriter out, ConsumerRecord<byte[], byte[]> letter) {
        out.println("One dead letter, " + OutcomeCount.header(letter, HeaderNames.REASON) + ":");
        out.println("  key    " + text(letter.key()));
        out.println("  value  " + text(letter.value()));
        letter.headers().forEach(header -> out.println("  " + header.key() + ": " + text(header.value())));
        out.println();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "(none)" : new String(bytes, StandardCharsets.UTF_8);
    }
}
