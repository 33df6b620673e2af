package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.http.access.Access;
import io.turnstile.http.api.Api;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** If this fails, the description of the REST misleads those who build upon it. */
class ApiDescriptionTest {

    private static JsonNode document;
    private static ApiSchemas schemas;

    @BeforeAll
    static void read() throws Exception {
        document = new JsonMapper().readTree(Api.class.getResourceAsStream("openapi.json"));
        schemas = new ApiSchemas();
    }

    @Test
    void shouldDescribeEveryRouteAndNoOther() {
        List<String> described = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Access access = new Access(true, Map.of(), Optional.empty(), false, Clock.systemUTC(), Ticker.systemTicker());

        try (Api api = new Api(ApiServer.desk(), access, () -> true, Clock.systemUTC())) {
            assertThat(described).containsExactlyInAnyOrderElementsOf(api.served());
        }
    }

    @Test
    void shouldGiveExamplesThatFitItsSchemas() {
        int examples = 0;
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                List<JsonNode> contents = new ArrayList<>(operation.findValues("application/json"));
                for (JsonNode content : contents) {
                    if (content.has("example")) {
                        examples++;
                        String reference = content.at("/schema/$ref").asText();
                        assertThat(schemas.faults(
                                        reference.substring(reference.lastIndexOf('/') + 1), content.path("example")))
                                .as(operation.path("operationId").asText())
                                .isEmpty();
                    }
                }
            }
        }
        assertThat(examples).isGreaterThan(15);
    }

    /** A reference to nowhere is found by whoever generates a client, not by us. */
    @Test
    void shouldReferOnlyToWhatThereIs() {
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asText().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
    }
}
