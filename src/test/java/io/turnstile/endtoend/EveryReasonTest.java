package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.turnstile.booking.BookingSchedule;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.http.MessageSchemas;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.world.ExpectedOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two hundred requests that meet every reason. If this fails, clients are booked who may not come, or turned away who may,
 * or nobody can tell why.
 */
class EveryReasonTest {

    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private static PipelineFixture stage;
    private static List<SampleRequest> samples;
    private static List<String> ids;

    @BeforeAll
    static void decideAll() throws InterruptedException {
        stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url());
        samples = SampleRequests.mixed(ALTEGIO.simulator().world(), 1, 200);
        stage.startPipeline();
        ids = stage.send(samples);
        stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void shouldDecideEachRequestAsItsMembershipsSayWhenAllReasonsOccur() {
        List<String> expected =
                samples.stream().map(sample -> sample.expected().name()).toList();
        List<String> reasons = ids.stream().map(stage::reasonOf).toList();

        assertThat(reasons).isEqualTo(expected);
        assertThat(reasons)
                .contains(Arrays.stream(ExpectedOutcome.values())
                        .map(ExpectedOutcome::name)
                        .toArray(String[]::new));
    }

    @Test
    void shouldSayInItsHeadersWhyARequestIsADeadLetter() throws Exception {
        for (int i = 0; i < ids.size(); i++) {
            SampleRequest sample = samples.get(i);
            if (sample.expected() == ExpectedOutcome.SCHEDULED) {
                continue;
            }
            ConsumerRecord<byte[], byte[]> letter = stage.outcomeOf(ids.get(i));
            assertThat(letter.key()).isEqualTo(PipelineFixture.utf8(sample.key()));
            assertThat(letter.value()).isEqualTo(sample.value());

            List<String> names = new ArrayList<>(names(letter));
            boolean readable = names.remove("turnstile-request-id");
            assertThat(names)
                    .containsExactlyInAnyOrder(
                            "turnstile-dead-letter-id",
                            "turnstile-kind",
                            "turnstile-reason",
                            "turnstile-message",
                            "turnstile-evidence",
                            "turnstile-origin-topic",
                            "turnstile-origin-partition",
                            "turnstile-origin-offset",
                            "turnstile-origin-timestamp",
                            "turnstile-attempts",
                            "turnstile-replays",
                            "turnstile-decided-at");
            String kind = sample.expected().malformed() ? "malformed" : "rejected";
            assertThat(header(letter, "kind")).isEqualTo(kind);
            assertThat(header(letter, "message")).isNotBlank().doesNotContain("\n");
            assertThat(String.join(
                            "-",
                            header(letter, "origin-topic"),
                            header(letter, "origin-partition"),
                            header(letter, "origin-offset")))
                    .isEqualTo(header(letter, "dead-letter-id"))
                    .isEqualTo(ids.get(i));
            assertThat(Instant.ofEpochMilli(Long.parseLong(header(letter, "origin-timestamp"))))
                    .isBetween(Instant.now().minusSeconds(600), Instant.now());
            assertThat(Instant.parse(header(letter, "decided-at")))
                    .isBetween(Instant.now().minusSeconds(600), Instant.now());
            assertThat(header(letter, "attempts")).isEqualTo("1");
            assertThat(header(letter, "replays")).isEqualTo("0");
            if (kind.equals("rejected")) {
                assertThat(readable).isTrue();
                assertThat(header(letter, "request-id"))
                        .isEqualTo(
                                JSON.readTree(sample.value()).get("request_id").asText());
            }
            assertThatEvidenceIsWhatAltegioAnswered(header(letter, "evidence"), kind);
            assertThat(MessageSchemas.faults("dead-letter-headers", letter.headers()))
                    .isEmpty();
        }
    }

    private static void assertThatEvidenceIsWhatAltegioAnswered(String evidence, String kind) throws Exception {
        JsonNode calls = JSON.readTree(evidence);
        assertThat(PipelineFixture.utf8(evidence)).hasSizeLessThanOrEqualTo(16 * 1024);
        if (kind.equals("malformed")) {
            assertThat(calls).isEmpty();
            return;
        }
        assertThat(calls).isNotEmpty().allSatisfy(call -> {
            assertThat(call.get("status").asInt()).isBetween(200, 499);
            assertThat(call.get("path").asText()).startsWith("/company/");
            assertThat(call.has("body")).isTrue();
        });
        assertThat(evidence).doesNotContain("sim-partner", "sim-user", ALTEGIO.url());
    }

    @Test
    void shouldWriteTheScheduleAndItsCloudEventHeadersWhenAMembershipCovers() throws Exception {
        for (int i = 0; i < ids.size(); i++) {
            SampleRequest sample = samples.get(i);
            if (sample.expected() != ExpectedOutcome.SCHEDULED) {
                continue;
            }
            ConsumerRecord<byte[], byte[]> outcome = stage.outcomeOf(ids.get(i));
            JsonNode request = JSON.readTree(sample.value());
            JsonNode schedule = JSON.readTree(outcome.value());
            assertThat(outcome.key()).isEqualTo(PipelineFixture.utf8(sample.key()));
            for (String field : List.of("request_id", "location_id", "client_id", "event_id", "schedule_day_ids")) {
                assertThat(schedule.get(field)).isEqualTo(request.get(field));
            }
            assertThat(schedule.get("request")).isEqualTo(request);
            assertThat(schedule.at("/membership/id").asLong()).isPositive();
            assertThat(schedule.at("/membership/type/title").asText()).isNotBlank();
            assertThat(schedule.get("available_visits").asInt())
                    .isGreaterThanOrEqualTo(request.get("schedule_day_ids").size());
            assertThat(Instant.parse(schedule.get("checked_at").asText()))
                    .isBetween(Instant.now().minusSeconds(600), Instant.now());

            assertThat(names(outcome))
                    .containsExactlyInAnyOrder(
                            "ce_specversion",
                            "ce_id",
                            "ce_source",
                            "ce_type",
                            "ce_time",
                            "ce_subject",
                            "ce_dataschema",
                            "content-type");
            assertThat(MessageSchemas.faults("schedule-headers", outcome.headers()))
                    .isEmpty();
            assertThat(MessageSchemas.faults("booking-schedule", schedule)).isEmpty();
            assertThat(OutcomeCount.header(outcome, "ce_specversion")).isEqualTo("1.0");
            assertThat(OutcomeCount.header(outcome, "ce_id")).isEqualTo(ids.get(i));
            assertThat(OutcomeCount.header(outcome, "ce_source")).isNotBlank();
            assertThat(OutcomeCount.header(outcome, "ce_type")).isEqualTo("turnstile.booking.schedule");
            assertThat(Instant.parse(OutcomeCount.header(outcome, "ce_time")))
                    .isEqualTo(Instant.parse(schedule.get("checked_at").asText()));
            assertThat(OutcomeCount.header(outcome, "ce_subject"))
                    .isEqualTo(request.get("client_id").asText());
            assertThat(OutcomeCount.header(outcome, "content-type")).isEqualTo("application/json");
        }
    }

    /** Whoever reads events with CloudEvents' own library would otherwise not see the schedule as one. */
    @Test
    void shouldBeReadAsACloudEventByItsOwnLibrary() {
        int read = 0;
        for (int i = 0; i < ids.size(); i++) {
            if (samples.get(i).expected() == ExpectedOutcome.SCHEDULED) {
                ConsumerRecord<byte[], byte[]> outcome = stage.outcomeOf(ids.get(i));
                CloudEvent event = KafkaMessageFactory.createReader(outcome).toEvent();
                assertThat(event.getId()).isEqualTo(ids.get(i));
                assertThat(event.getType()).isEqualTo("turnstile.booking.schedule");
                assertThat(event.getDataSchema()).hasToString(BookingSchedule.SCHEMA);
                assertThat(event.getDataContentType()).isEqualTo("application/json");
                assertThat(event.getData().toBytes()).isEqualTo(outcome.value());
                read++;
            }
        }
        assertThat(read).isPositive();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return OutcomeCount.header(letter, "turnstile-" + name);
    }

    private static List<String> names(ConsumerRecord<byte[], byte[]> outcome) {
        return StreamSupport.stream(outcome.headers().spliterator(), false)
                .map(Header::key)
                .toList();
    }
}
