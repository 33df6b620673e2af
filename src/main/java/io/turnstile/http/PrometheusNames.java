package io.turnstile.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Filter that keeps the metrics of Kafka's clients and the JVM to Prometheus' conventions, as {@code promtool check metrics}
 * knows them: times are in seconds, only histograms end with {@code _count}, everything has a help text. Thread-safe.
 */
final class PrometheusNames implements MeterFilter {

    private static final Pattern NOT_IN_SECONDS = Pattern.compile("kafka\\..*\\.(ns|ms)(\\..*)?|process\\.cpu\\.time");
    private static final Pattern WITHOUT_HELP = Pattern.compile("kafka\\.\\w+\\.node\\.request\\.latency\\..*");
    private static final Map<String, String> RENAMED = Map.of(
            "kafka.consumer.connection.count", "kafka.consumer.connections",
            "kafka.producer.connection.count", "kafka.producer.connections",
            "system.cpu.count", "system.cpus");

    @Override
    public Meter.Id map(Meter.Id id) {
        String name = RENAMED.get(id.getName());
        return name == null ? id : id.withName(name);
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return NOT_IN_SECONDS.matcher(id.getName()).matches()
                        || WITHOUT_HELP.matcher(id.getName()).matches()
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }
}
