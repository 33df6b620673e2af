package io.turnstile.deadletter.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.kafka.ResolutionParser;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Resolution;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Resolution of a document, held to what reads resolutions. */
public final class ResolutionExample {

    private ResolutionExample() {}

    public static void check(JsonNode json) {
        ResolutionEntry entry = ResolutionParser.entry(
                        new ConsumerRecord<>("r", 0, 0, null, json.toString().getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        Resolution read = entry.resolution();

        assertThat(json.size()).isEqualTo(8);
        assertThat(entry.letterId()).isEqualTo(json.path("dead_letter_id").asText());
        assertThat(entry.place())
                .contains(new Place(
                        json.at("/letter/partition").asInt(),
                        json.at("/letter/offset").asLong()));
        assertThat(read.by()).isEqualTo(json.path("by").asText());
        assertThat(read.at()).hasToString(json.path("at").asText());
        assertThat(read.note()).isEqualTo(json.path("note").asText());
        assertThat(read.jobId()).isEqualTo(json.path("job_id").asText());
        assertThat(read.edited()).isEqualTo(json.path("edited").asBoolean());
    }
}
