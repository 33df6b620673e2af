package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, a dead letter cannot be understood or replayed: it is not the request that came. */
class OriginalBytesTest {

    private static final byte[] NOT_UTF8 = {(byte) 0xC3, 0x28, 0, (byte) 0xFF, (byte) 0xFE, 10};
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldKeepKeyAndValueByteForByteWhenARequestBecomesADeadLetter() throws InterruptedException {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            byte[] text = PipelineFixture.utf8("Bücher, 5 €");
            List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
            for (byte[] key : Arrays.asList(null, new byte[0], NOT_UTF8, PipelineFixture.utf8("146915197"))) {
                for (byte[] value : Arrays.asList(null, new byte[0], NOT_UTF8, text, PipelineFixture.utf8("{}"))) {
                    requests.add(stage.request(key, value));
                }
            }
            stage.startPipeline();

            List<String> ids = stage.sendAll(requests);
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            for (int i = 0; i < ids.size(); i++) {
                ConsumerRecord<byte[], byte[]> letter = stage.outcomeOf(ids.get(i));
                assertThat(letter.key()).isEqualTo(requests.get(i).key());
                assertThat(letter.value()).isEqualTo(requests.get(i).value());
                assertThat(stage.reasonOf(ids.get(i))).isEqualTo(i % 5 == 4 ? "INVALID_REQUEST" : "NOT_JSON");
            }
        }
    }

    @Test
    void shouldKeepAllHeadersButThoseOfAnEarlierRoundWhenARequestBecomesADeadLetter() throws InterruptedException {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            ProducerRecord<byte[], byte[]> request = stage.request(NOT_UTF8, NOT_UTF8);
            addEverySortOfHeader(request.headers());
            stage.startPipeline();

            List<String> ids = stage.sendAll(List.of(request));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            Headers headers = stage.outcomeOf(ids.get(0)).headers();
            assertThat(withoutOwn(headers)).isEqualTo(withoutOwn(request.headers()));
            List<String> own = StreamSupport.stream(headers.spliterator(), false)
                    .map(header -> header.key().toLowerCase(java.util.Locale.ROOT))
                    .filter(name -> name.startsWith("turnstile-"))
                    .toList();
            assertThat(own).doesNotHaveDuplicates().hasSize(12).doesNotContain("turnstile-replay-of");
            assertThat(OutcomeCount.header(stage.outcomeOf(ids.get(0)), "turnstile-kind"))
                    .isEqualTo("malformed");
            assertThat(OutcomeCount.header(stage.outcomeOf(ids.get(0)), "turnstile-replays"))
                    .isEqualTo("4");
        }
    }

    @Test
    void shouldCarryTheRequestsOwnHeadersWhenItIsScheduled() throws InterruptedException {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            SampleRequest sample =
                    SampleRequests.valid(ALTEGIO.simulator().world(), 3, 1, 1).get(0);
            ProducerRecord<byte[], byte[]> request = stage.request(NOT_UTF8, sample.value());
            addEverySortOfHeader(request.headers());
            stage.startPipeline();

            List<String> ids = stage.sendAll(List.of(request));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            ConsumerRecord<byte[], byte[]> schedule = stage.outcomeOf(ids.get(0));
            assertThat(stage.reasonOf(ids.get(0))).isEqualTo("SCHEDULED");
            assertThat(schedule.key()).isEqualTo(NOT_UTF8);
            List<Header> carried = StreamSupport.stream(schedule.headers().spliterator(), false)
                    .filter(header ->
                            !header.key().startsWith("ce_") && !header.key().equals("content-type"))
                    .toList();
            assertThat(carried)
                    .extracting(Header::key)
                    .containsExactly("traceparent", "tag", "tag", "nothing", "empty", "bytes", "kafka.OFFSET");
            assertThat(carried).extracting(Header::value).contains(null, new byte[0], NOT_UTF8);
            assertThat(schedule.headers().headers("content-type")).hasSize(1);
            assertThat(schedule.headers().headers("ce_id")).hasSize(1);
            assertThat(OutcomeCount.header(schedule, "ce_id")).isEqualTo(ids.get(0));
        }
    }

    private static void addEverySortOfHeader(Headers headers) {
        headers.add("traceparent", PipelineFixture.utf8("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        headers.add("tag", PipelineFixture.utf8("first"));
        headers.add("tag", PipelineFixture.utf8("second"));
        headers.add("nothing", null);
        headers.add("empty", new byte[0]);
        headers.add("bytes", NOT_UTF8);
        headers.add("kafka.OFFSET", PipelineFixture.utf8("12"));
        headers.add("CamelCase", PipelineFixture.utf8("kept by a dead letter alone"));
        headers.add("content-type", PipelineFixture.utf8("text/plain"));
        headers.add("Content-Type", PipelineFixture.utf8("text/html"));
        headers.add("ce_id", PipelineFixture.utf8("theirs"));
        headers.add("turnstile-kind", PipelineFixture.utf8("rejected"));
        headers.add("turnstile-kind", null);
        headers.add("Turnstile-Reason", PipelineFixture.utf8("NO_MEMBERSHIP"));
        headers.add("turnstile-replay-of", PipelineFixture.utf8("booking.requests-0-1"));
        headers.add("turnstile-replays", PipelineFixture.utf8("4"));
    }

    private static List<Header> withoutOwn(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .filter(header ->
                        !header.key().toLowerCase(java.util.Locale.ROOT).startsWith("turnstile-"))
                .toList();
    }
}
