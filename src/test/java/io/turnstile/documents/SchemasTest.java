package io.turnstile.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.asyncapi.v3._0_0.model.AsyncAPI;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.turnstile.booking.BookingSchedule;
import io.turnstile.booking.Kind;
import io.turnstile.booking.ParsedRequest;
import io.turnstile.booking.Reason;
import io.turnstile.booking.RequestParser;
import io.turnstile.http.MessageSchemas;
import io.turnstile.http.api.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever generates code from a schema, or checks records with it, would otherwise build on what is not so. */
class SchemasTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> ODD_VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "9223372036854775807",
            "9223372036854775808",
            "1.5",
            "\"\"",
            "\"1\"",
            "\"" + "x".repeat(128) + "\"",
            "\"" + "x".repeat(129) + "\"",
            "\"" + "\uD83D\uDE00".repeat(128) + "\"",
            "{}",
            "[]",
            "[1]",
            "[1, 1]",
            "[0]",
            "[1, \"2\"]",
            "[1, 2, 3, 4, 5, 6, 7]",
            "[1, 2, 3, 4, 5, 6, 7, 8]");

    @Test
    void shouldAgreeWithTheParserAboutRequestsWhateverStandsInAField() throws IOException {
        for (String field : fields("booking-request")) {
            for (String value : ODD_VALUES) {
                ObjectNode request = example();
                request.set(field, JSON.readTree(value));
                assertThatBothAgree(request);
            }
            ObjectNode without = example();
            without.remove(field);
            assertThatBothAgree(without);
        }
        assertThatBothAgree(example().put("anything", "else"));
    }

    private static void assertThatBothAgree(ObjectNode request) throws IOException {
        boolean parsed =
                RequestParser.parse(request.toString().getBytes(StandardCharsets.UTF_8)) instanceof ParsedRequest.Valid;
        assertThat(MessageSchemas.faults("booking-request", request).isEmpty())
                .as(request.toString())
                .isEqualTo(parsed);
    }

    @Test
    void shouldNameEveryFieldOfAScheduleAndNoOther() throws IOException {
        Set<String> written = Arrays.stream(BookingSchedule.class.getRecordComponents())
                .map(each -> each.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(fields("booking-schedule")).containsExactlyElementsOf(written);
        assertThat(MessageSchemas.read("booking-schedule").path("$id").asText()).isEqualTo(BookingSchedule.SCHEMA);
    }

    @Test
    void shouldNameEveryHeaderOfAnOutcomeAndEveryReason() throws Exception {
        Set<String> headers = new TreeSet<>(fields("dead-letter-headers"));
        headers.addAll(fields("schedule-headers"));
        assertThat(DeclaredHeaders.names()).containsAll(headers);
        assertThat(headers)
                .containsAll(DeclaredHeaders.names().stream()
                        .filter(name -> name.startsWith("ce_"))
                        .toList());
        JsonNode letter = MessageSchemas.read("dead-letter-headers").path("properties");
        assertThat(texts(letter.at("/turnstile-reason/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::name).toList());
        assertThat(texts(letter.at("/turnstile-kind/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Kind.values()).map(Kind::header).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"booking-request", "booking-schedule", "resolution"})
    void shouldTakeTheExamplesOfTheContract(String message) throws IOException {
        String page = Files.readString(Path.of("docs/contract.md"));
        int begin = page.indexOf("```json " + message + "\n");
        assertThat(begin).as("an example of " + message).isPositive();
        String example = page.substring(page.indexOf('\n', begin), page.indexOf("```", begin + 3));

        JsonNode json = JSON.readTree(example);
        if (message.equals("booking-schedule")) {
            // the page cuts the request short
            ((ObjectNode) json).set("request", example());
        }
        assertThat(MessageSchemas.faults(message, json)).isEmpty();
    }

    @Test
    void shouldBeReadAsAsyncApiByItsParserAndNameTheTopicsOfTheSettings() throws IOException {
        AsyncAPI document = JSON.readValue(Api.class.getResourceAsStream("asyncapi.json"), AsyncAPI.class);
        JsonNode tree = JSON.readTree(Api.class.getResourceAsStream("asyncapi.json"));
        String config = Files.readString(Path.of("config/application.properties"));

        assertThat(document.getOperations()).hasSize(5);
        for (JsonNode channel : tree.path("channels")) {
            assertThat(config).contains("=" + channel.path("address").asText() + "\n");
        }
        for (JsonNode reference : tree.findValues("$ref")) {
            String to = reference.asText();
            assertThat(
                            to.startsWith("#")
                                    ? !tree.at(to.substring(1)).isMissingNode()
                                    : Api.class.getResource(to) != null)
                    .as(to)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi.json", "altegio.json"})
    void shouldBeReadAsOpenApiByItsParserWithoutAWord(String name) throws IOException {
        SwaggerParseResult read = new OpenAPIV3Parser()
                .readContents(new String(Api.class.getResourceAsStream(name).readAllBytes(), StandardCharsets.UTF_8));

        assertThat(read.getMessages()).isEmpty();
        assertThat(read.getOpenAPI().getPaths()).isNotEmpty();
    }

    private static ObjectNode example() throws IOException {
        return (ObjectNode) MessageSchemas.read("booking-request").at("/examples/0");
    }

    private static Set<String> fields(String schema) throws IOException {
        Set<String> names = new TreeSet<>();
        MessageSchemas.read(schema).path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.get(i).asText())
                .toList();
    }
}
