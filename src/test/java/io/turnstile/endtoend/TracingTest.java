package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import io.turnstile.altegio.gate.AltegioStub;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TraceSink;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without these, nobody can follow one booking from the app that asked for it to the CRM that took it. */
class TracingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldContinueTheTraceOfARequestOverItsCallsToItsSchedule() throws Exception {
        try (TraceSink sink = new TraceSink();
                PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("tracing.endpoint", sink.url())) {
            stage.startPipeline();
            String id = stage.sendAll(List.of(traced(stage, valid(1).get(0).value(), TRACEPARENT)))
                    .get(0);
            stage.awaitExactlyOneOutcomeEach(List.of(id), PATIENCE);

            await().atMost(PATIENCE).until(() -> sink.spans(TRACE).size() >= 5);
            List<Span> spans = sink.spans(TRACE);
            Span record = spans.get(0);
            assertThat(record.getName())
                    .isEqualTo("process " + stage.settings().topics().requests());
            assertThat(TraceSink.hex(record.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
            assertThat(sink.tree(TRACE).replaceAll("(?m)  +[-+0-9.]+ ms.*$", "").lines())
                    .containsSubsequence(
                            record.getName(),
                            "  decide",
                            "    GET search-for-activity",
                            "    GET check-for-activity",
                            "  commit");
            assertThat(sink.resource())
                    .contains(
                            "service.name=turnstile",
                            "service.instance.id=" + stage.settings().instance());
            // and whoever takes the schedule continues the trace below the record's span
            assertThat(OutcomeCount.header(stage.outcomeOf(id), "traceparent"))
                    .isEqualTo("00-" + TRACE + "-" + TraceSink.hex(record.getSpanId()) + "-01");
            assertThat(spans.toString()).doesNotContain("sim-user", "sim-partner");
        }
    }

    @Test
    void shouldSendTheTraceToAltegioAndLeaveTheHeadersOfADeadLetterAsTheyCame() throws Exception {
        try (TraceSink sink = new TraceSink();
                AltegioStub altegio = new AltegioStub();
                PipelineFixture stage = PipelineFixture.on(
                                KAFKA.brokers(), altegio.baseUrl().toString())
                        .with("tracing.endpoint", sink.url())) {
            stage.startPipeline();
            String id = stage.sendAll(List.of(traced(stage, valid(1).get(0).value(), TRACEPARENT)))
                    .get(0);
            stage.awaitExactlyOneOutcomeEach(List.of(id), PATIENCE);

            ConsumerRecord<byte[], byte[]> letter = stage.outcomeOf(id);
            assertThat(OutcomeCount.header(letter, "turnstile-reason")).isEqualTo("NO_MEMBERSHIP");
            assertThat(OutcomeCount.header(letter, "traceparent")).isEqualTo(TRACEPARENT);
            await().atMost(PATIENCE).until(() -> sink.spans(TRACE).size() >= 4);
            String record = TraceSink.hex(sink.spans(TRACE).get(0).getSpanId());
            assertThat(OutcomeCount.header(letter, "turnstile-traceparent"))
                    .isEqualTo("00-" + TRACE + "-" + record + "-01");
            String call = sink.spans(TRACE).stream()
                    .filter(each -> each.getName().startsWith("GET"))
                    .map(each -> TraceSink.hex(each.getSpanId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(altegio.seen.get(0).header("Traceparent")).isEqualTo("00-" + TRACE + "-" + call + "-01");
        }
    }

    @Test
    void shouldKeepAllTriesOfARequestInOneTraceAlsoWhenItCameWithoutOne() throws Exception {
        List<SampleRequest> samples = valid(30);
        String failing = samples.get(0).key();
        ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(Map.of(Long.parseLong(failing), 500)));
        try (TraceSink sink = new TraceSink();
                PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("retry.delays", "300ms")
                        .with("tracing.endpoint", sink.url())) {
            stage.startPipeline();
            List<String> ids = stage.send(samples);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            ConsumerRecord<byte[], byte[]> letter = stage.outcomeOf(ids.get(0));
            assertThat(OutcomeCount.header(letter, "turnstile-attempts")).isEqualTo("2");
            assertThat(letter.headers().lastHeader("traceparent")).isNull();
            String trace = OutcomeCount.header(letter, "turnstile-traceparent").substring(3, 35);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(new TreeSet<>(
                            sink.spans(trace).stream().map(Span::getName).toList()))
                    .contains(
                            "process " + stage.settings().topics().requests(),
                            "process " + stage.settings().retryTopics().get(0)));
        }
    }

    @Test
    void shouldCarryHeadersThroughByteForByteWhenNothingIsTraced() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            stage.startPipeline();
            List<String> ids = stage.sendAll(List.of(
                    traced(stage, valid(1).get(0).value(), TRACEPARENT),
                    traced(stage, PipelineFixture.utf8("no request"), "\u0000 not a trace")));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            assertThat(OutcomeCount.header(stage.outcomeOf(ids.get(0)), "traceparent"))
                    .isEqualTo(TRACEPARENT);
            assertThat(OutcomeCount.header(stage.outcomeOf(ids.get(1)), "traceparent"))
                    .isEqualTo("\u0000 not a trace");
            assertThat(stage.outcomeOf(ids.get(1)).headers().lastHeader("turnstile-traceparent"))
                    .isNull();
        }
    }

    @Test
    void shouldDecideAllAndSayOnceThatSpansAreDroppedWhenTheCollectorIsDead() throws Exception {
        assertThatBookingsPass("http://127.0.0.1:1");
    }

    @Test
    void shouldDecideAllAndSayOnceThatSpansAreDroppedWhenTheCollectorNeverAnswers() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatBookingsPass("http://127.0.0.1:" + hanging.getLocalPort());
        }
    }

    private static void assertThatBookingsPass(String collector) throws InterruptedException {
        try (LogLines log = LogLines.collect();
                PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("tracing.endpoint", collector)) {
            stage.startPipeline();
            List<String> ids = stage.send(valid(300));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            await().atMost(PATIENCE)
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("takes no spans")));
            List<String> more = stage.send(valid(300).subList(0, 50));
            stage.awaitExactlyOneOutcomeEach(more, PATIENCE);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("takes no spans"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldTraceAsOfNewWhatNamesNoTraceButRubbish() throws Exception {
        try (TraceSink sink = new TraceSink();
                PipelineFixture stage =
                        PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("tracing.endpoint", sink.url())) {
            stage.startPipeline();
            byte[] request = valid(1).get(0).value();
            List<String> ids = stage.sendAll(List.of(
                    traced(stage, request, "\r\n\u001b[31m"),
                    traced(stage, request, "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"),
                    traced(stage, request, "x".repeat(100_000))));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            assertThat(ids).allSatisfy(id -> assertThat(OutcomeCount.header(stage.outcomeOf(id), "traceparent"))
                    .matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[13]"));
        }
    }

    private static List<SampleRequest> valid(int count) {
        return SampleRequests.valid(ALTEGIO.simulator().world(), 5, count, count);
    }

    private static ProducerRecord<byte[], byte[]> traced(PipelineFixture stage, byte[] value, String traceparent) {
        ProducerRecord<byte[], byte[]> record = stage.request(PipelineFixture.utf8("key"), value);
        record.headers().add("traceparent", PipelineFixture.utf8(traceparent));
        return record;
    }
}
