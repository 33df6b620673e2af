package io.turnstile.http;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Registry of all metrics, in the form that Prometheus reads: those handed in, and those of the JVM. Thread-safe. */
final class Metrics implements AutoCloseable {

    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double NANOS = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Metrics(List<MeterBinder> binders, Supplier<Health> readiness) {
        registry.config().meterFilter(new PrometheusNames());
        collections.bindTo(registry);
        List.of(
                        new ClassLoaderMetrics(),
                        new JvmInfoMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new FileDescriptorMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, each -> each.getProcessCpuTime() / NANOS)
                    .baseUnit("seconds")
                    .description("CPU time that this process took")
                    .register(registry);
        }
        binders.forEach(binder -> binder.bindTo(registry));
        Gauge.builder("turnstile.ready", () -> readiness.get().isUp() ? 1 : 0)
                .description("1 while ready, as /health/ready says it")
                .register(registry);
    }

    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    /**
     * Filter that keeps the metrics of Kafka's clients and the JVM to Prometheus' conventions, as {@code promtool check metrics}
     * knows them: times are in seconds, only histograms end with {@code _count}, everything has a help text. Thread-safe.
     */
    private static final class PrometheusNames implements MeterFilter {

        private static final Pattern NOT_IN_SECONDS =
                Pattern.compile("kafka\\..*\\.(ns|ms)(\\..*)?|process\\.cpu\\.time");
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
}
