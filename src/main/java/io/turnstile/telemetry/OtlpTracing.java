package io.turnstile.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracing to a collector by OTLP over HTTP. Spans are sent in the background; those that a slow collector does not take, or
 * a dead one, are dropped, and nobody waits for them.
 */
public final class OtlpTracing {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpTracing.class);
    private static final String PATH = "/v1/traces";
    private static final int QUEUE = 8_192;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long LAST_MILLIS = 2_000;

    /** The SDK logs past our log, for each batch; what matters of that is said here once. Kept, or it would be forgotten. */
    private static final java.util.logging.Logger OF_SDK = java.util.logging.Logger.getLogger("io.opentelemetry");

    private OtlpTracing() {}

    /**
     * Returns tracing to a collector.
     *
     * @param collector its address, without {@value #PATH} or with it
     * @param percent how many of a hundred traces that begin here are kept; for others, whoever began them decided
     */
    public static Tracing to(URI collector, int percent, String instance) {
        OF_SDK.setLevel(Level.OFF);
        String address = collector.toString();
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(address.endsWith(PATH) ? address : address + PATH)
                .setCompression("gzip")
                .setTimeout(TIMEOUT)
                .setConnectTimeout(TIMEOUT)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", "turnstile")
                                .put("service.instance.id", instance)
                                .build())))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0)))
                .addSpanProcessor(BatchSpanProcessor.builder(new Told(exporter, address))
                        .setMaxQueueSize(QUEUE)
                        .setScheduleDelay(EVERY)
                        .setExporterTimeout(TIMEOUT)
                        .build())
                .build();
        return Tracing.to(OpenTelemetrySdk.builder().setTracerProvider(provider).build(), () -> provider.shutdown()
                .join(LAST_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Exporter that says once when spans cannot be sent, and once when they can again. */
    private record Told(SpanExporter exporter, String address, AtomicBoolean fails) implements SpanExporter {

        Told(SpanExporter exporter, String address) {
            this(exporter, address, new AtomicBoolean());
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = exporter.export(spans);
            return result.whenComplete(() -> {
                if (result.isSuccess() && fails.compareAndSet(true, false)) {
                    LOG.info("The collector of traces takes spans again: {}", address);
                } else if (!result.isSuccess() && fails.compareAndSet(false, true)) {
                    LOG.warn(
                            "The collector of traces at {} takes no spans: they are dropped until it does. Bookings pass as"
                                    + " before. See turnstile.tracing.endpoint",
                            address);
                }
            });
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
