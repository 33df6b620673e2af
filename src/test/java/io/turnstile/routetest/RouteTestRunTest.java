package io.turnstile.routetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.turnstile.config.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** If this fails, people who change routes are told that these are right when they are not, or the other way round. */
class RouteTestRunTest {

    private static final String REQUEST =
            "  request: {request_id: r-1, location_id: 1, client_id: 7, event_id: 3, schedule_day_ids: [1]}\n";
    private static final String NO_MEMBERSHIP =
            """
              answers:
                - call: GET /company/*
                  body: {data: []}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml"))
                    .toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldPassWithTheShippedTestsOnTheShippedRoutes() throws Exception {
        RouteTestReport report = RouteTests.run(Path.of("routes"));

        assertThat(report.results()).hasSizeGreaterThan(8).allSatisfy(each -> assertThat(each.differences())
                .as(each.name())
                .isEmpty());
        // the catalogue of membership types is no part of a test
        assertThat(report.missed()).allSatisfy(step -> assertThat(step).contains("(route membership-types)"));
    }

    @Test
    void shouldSayWhereAndWhatIsNotAsExpected() throws Exception {
        test(
                "- test: all wrong\n" + REQUEST + NO_MEMBERSHIP
                        + """
              expect:
                topic: booking.schedules
                reason: NOT_FOUND
                fields: {client_id: 8, event_id: 3, membership: {id: 1}}
                headers: {turnstile-kind: failed, ce_type: "*"}
                calls:
                  - GET /elsewhere
                extra:
                  - topic: booking.notifications
            """);

        assertThat(RouteTests.run(folder).results()).singleElement().satisfies(result -> assertThat(
                        result.differences())
                .containsExactly(
                        "some.test.yaml, line 7: expected the outcome on booking.schedules, but it is on"
                                + " booking.dead-letters (NO_MEMBERSHIP: Client 7 has no valid membership with visits left that covers event 3 at location 1.)",
                        "some.test.yaml, line 7: expected the reason NOT_FOUND, but it is NO_MEMBERSHIP"
                                + " (NO_MEMBERSHIP: Client 7 has no valid membership with visits left that covers event 3 at location 1.)",
                        "some.test.yaml, line 7: expected the header turnstile-kind to be 'failed', but it is 'rejected'",
                        "some.test.yaml, line 7: expected the header ce_type to be '*', but it is absent",
                        "some.test.yaml, line 7: expected client_id to be 8, but it is 7",
                        "some.test.yaml, line 7: expected membership to be {\"id\":1}, but it is absent",
                        "some.test.yaml, line 7: expected 1 extra records, but there are 0: []",
                        "some.test.yaml, line 12: expected call 1 to be GET /elsewhere, but it is GET"
                                + " /company/1/client/7/loyalty/abonements/search_for_activity?event_id=3"));
    }

    /** A test that forgot an answer must neither pass nor reach Altegio. */
    @Test
    void shouldFailWithNothingButTheCallWhenATestHasNoAnswerForIt() throws Exception {
        test("- test: no answer\n" + REQUEST + "  expect: {topic: booking.requests.retry.1}\n");

        assertThat(RouteTests.run(folder).results()).singleElement().satisfies(result -> assertThat(
                        result.differences())
                .containsExactly("some.test.yaml, line 3: the routes called GET"
                        + " /company/1/client/7/loyalty/abonements/search_for_activity?event_id=3,"
                        + " for which the test has no answer"));
    }

    @Test
    void shouldFailWhenRoutesWriteAnExtraRecordThatNobodyExpects() throws Exception {
        Path file = folder.resolve("dead-letter.camel.yaml");
        String text = Files.readString(file);
        String extra =
                "        - to:\n            uri: outcome:booking.more\n            parameters:\n              extra: true\n";
        Files.writeString(file, text.replaceFirst("(?m)^ +- bean:", extra + "        - bean:"));
        test("- test: one\n" + REQUEST + NO_MEMBERSHIP + "  expect: {topic: booking.dead-letters}\n");

        assertThat(RouteTests.run(folder).results().get(0).differences())
                .containsExactly("some.test.yaml, line 6: expected 0 extra records, but there are 1: [booking.more]");
    }

    @Test
    void shouldDecideSeveralRequestsInTurnAndGiveTheirAnswersInTurn() throws Exception {
        test(
                """
            - test: two
              answers:
                - {call: GET /company/*, status: 500}
                - {call: GET /company/*, body: {data: []}}
              bookings:
                - request: {request_id: r-1, location_id: 1, client_id: 7, event_id: 3, schedule_day_ids: [1]}
                  expect: {topic: booking.requests.retry.1}
                - request: {request_id: r-2, location_id: 1, client_id: 7, event_id: 3, schedule_day_ids: [1]}
                  expect: {topic: booking.dead-letters, headers: {turnstile-origin-offset: "1"}, calls: [GET /company/*]}
                - expect: {topic: booking.dead-letters, reason: NOT_JSON}
            """);

        assertThat(RouteTests.run(folder).results().get(0).differences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            - test: x\\n  expct: {topic: t}                         | 2 | there is no step or key 'expct' in the file: did you mean expect?
            - test: x\\n  expect: {topics: t}                       | 2 | there is no step or key 'topics' in expect: did you mean topic?
            - test: x\\n  expect: {reason: NO_MEMBERSHIP}           | 2 | expect needs the key 'topic'
            - test: x                                              | 1 | a test has either 'request' and 'expect', or 'bookings'
            - expect: {topic: t}                                   | 1 | the file needs the key 'test'
            - test: x\\n  expect: {topic: t, calls: GET /}          | 2 | 'calls' must be a list
            - test: x\\n  expect: {topic: t, calls: [/company]}     | 2 | '/company' must be like 'GET /company/*'
            - test: x\\n  enter: late\\n  expect: {topic: t}         | 2 | 'late' must be one of booking, straggler, undecided, refused
            - test: x\\n  simulator: {seed: one}\\n  expect: {topic: t} | 2 | 'one' must be a whole number
            - test: x\\n  answers:\\n    - status: 200\\n  expect: {topic: t} | 3 | answers needs the key 'call'
            - test: "x\\n                                           | 2 | not readable as YAML
            test: x                                                | 1 | 'the file' must be a list
            # nothing                                              | 1 | there are no tests here: begin each with '- test:'
            """)
    void shouldSayInOneLineWhatIsWrongWithATestFile(String text, int line, String what) throws Exception {
        test(text.replace("\\n", "\n"));

        assertThatThrownBy(() -> RouteTests.run(folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(folder.resolve("some.test.yaml") + ", line " + line + ": " + what)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldSayThatThereIsNoFolderWhenSomebodyMistypesIt() {
        Path none = folder.resolve("ruotes");

        assertThatThrownBy(() -> RouteTests.run(none))
                .isInstanceOf(SettingsException.class)
                .hasMessage("There is no folder " + none + ": name the folder of the routes and their tests");
    }

    /** Editors read the schema; it must neither refuse what runs nor take what does not. */
    @Test
    void shouldHoldTheShippedTestsToTheSchema() throws Exception {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new String(
                        RouteTestRun.class
                                .getResourceAsStream("route-test.schema.json")
                                .readAllBytes(),
                        StandardCharsets.UTF_8));

        assertThat(schema.validate(Files.readString(Path.of("routes/booking.test.yaml")), InputFormat.YAML))
                .isEmpty();
        assertThat(schema.validate("- test: x\n  expct: {topic: t}\n", InputFormat.YAML))
                .isNotEmpty();
    }

    @Test
    void shouldWriteAReportThatReadersOfJunitUnderstand() throws Exception {
        test("- test: good <&\n" + REQUEST + NO_MEMBERSHIP + "  expect: {topic: booking.dead-letters}\n- test: bad\n"
                + REQUEST + NO_MEMBERSHIP + "  expect: {topic: booking.schedules}\n");
        Path file = folder.resolve("reports/routes.xml");

        RouteTests.run(folder).writeJunit(file);

        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(List.of(suite.getAttribute("name"), suite.getAttribute("tests"), suite.getAttribute("failures")))
                .containsExactly("some.test.yaml", "2", "1");
        Element good = (Element) xml.getElementsByTagName("testcase").item(0);
        assertThat(good.getAttribute("name")).isEqualTo("good <&");
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("some.test.yaml, line 12", "booking.schedules");
        assertThat(xml.getElementsByTagName("system-out").item(0).getTextContent())
                .contains("schedule.camel.yaml, line 8", "(route schedule)");
    }

    private void test(String text) throws IOException {
        Files.writeString(folder.resolve("some.test.yaml"), text);
    }
}
