package io.turnstile.routes;

import static io.turnstile.booking.Requests.request;
import static io.turnstile.routes.Records.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.intake.OneRecord;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People add steps of their own: these join the one outcome, or fail as a whole, and never leave a half-done booking. */
class UserStepsTest {
    @Test
    void shouldWriteBothWhenAStepWritesAnExtraRecord() throws Exception {
        OneRecord.Decided decided = decideWith(
                """
                - to:
                    uri: outcome:my.topic
                    parameters:
                      extra: true
                """);

        assertThat(decided.failure()).isNull();
        assertThat(decided.written())
                .extracting(ProducerRecord::topic)
                .containsExactly("booking.schedules", "my.topic");
        assertThat(headers(decided.written().get(1))).containsOnly(Map.entry("traceparent", "00-4bf9-00f0-01"));
        assertThat(decided.written().get(1).value())
                .isEqualTo(decided.written().get(0).value());
    }

    @Test
    void shouldFailInWordsThatHelpWhenAStepWritesASecondOutcome() throws Exception {
        Map<String, String> headers = onlyDeadLetter(
                decideWith("""
                - to:
                    uri: outcome:my.topic
                """));

        assertThat(headers.get("turnstile-message"))
                .contains("booking.schedules already")
                .contains("extra=true");
    }

    @Test
    void shouldTakeTheScheduleBackWhenAStepAfterItFails() throws Exception {
        Map<String, String> headers = onlyDeadLetter(
                decideWith(
                        """
                - to:
                    uri: outcome:my.topic
                    parameters:
                      extra: true
                - throwException:
                    exceptionType: java.lang.IllegalStateException
                    message: the CRM is closed
                """));

        assertThat(headers.get("turnstile-message")).contains("the CRM is closed");
    }

    /** Without an outcome its batch would be read again, and again, and no booking behind it would ever be decided. */
    @Test
    void shouldEndAsADeadLetterWhenAStepFailsBeforeTheRequestWasRead() throws Exception {
        String steps =
                """
                - throwException:
                    exceptionType: java.lang.IllegalStateException
                    message: the CRM is closed
                """;
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.startWithStepsBeforeTheDecision(altegio.url(), steps)) {
            Map<String, String> headers = onlyDeadLetter(world.decide(Records.request(request())));

            assertThat(headers).containsEntry("turnstile-request-id", "9f1c0c1e");
            assertThat(altegio.calls).isEmpty();
        }
    }

    /** A step that posts to a CRM sets the method and leaves it there: Altegio would be posted to as well. */
    @Test
    void shouldAskAltegioAsBeforeWhenAStepLeftWhatSteeredItsOwnCall() throws Exception {
        String steps =
                """
                - setHeader:
                    name: CamelHttpMethod
                    expression:
                      constant:
                        expression: POST
                - setHeader:
                    name: CamelHttpUri
                    expression:
                      constant:
                        expression: http://127.0.0.1:1/crm
                """;
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.startWithStepsBeforeTheDecision(altegio.url(), steps)) {
            OneRecord.Decided decided = world.decide(Records.request(request()));

            assertThat(decided.written()).extracting(ProducerRecord::topic).containsExactly("booking.schedules");
            assertThat(altegio.calls).hasSize(2).allSatisfy(call -> assertThat(call.method())
                    .isEqualTo("GET"));
        }
    }

    /** Who reads the letter needs to know which step to change, and does not know Java's classes. */
    @Test
    void shouldSayWhatToDoWhenAStepWritesABodyThatIsNoText() throws Exception {
        Map<String, String> headers = onlyDeadLetter(
                decideWith(
                        """
                - setBody:
                    expression:
                      simple:
                        expression: ${headers}
                - to:
                    uri: outcome:my.topic
                    parameters:
                      extra: true
                """));

        assertThat(headers.get("turnstile-message"))
                .contains("my.topic", "marshal")
                .doesNotContain("java", "Exchange", "camel");
    }

    /** Somebody who only wants to know what would become of a letter must not book, mail or bill. */
    @Test
    void shouldNotReachStepsThatActWhenItIsADryRun() throws Exception {
        String after = "- process:\n    ref: lookAround\n";
        String guarded =
                """
                - filter:
                    expression:
                      simple:
                        expression: ${variable.dryRun} == false
                    steps:
                      - process:
                          ref: lookAround
                """;
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.startWithStepsAfterTheSchedule(altegio.url(), after)) {
            assertThat(world.dryRun(Records.request(request())).outcome()).isPresent();
            assertThat(world.seen).isEmpty();

            assertThat(world.decide(Records.request(request())).failure()).isNull();
            assertThat(world.seen).hasSize(1);
        }
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.startWithStepsBeforeTheDecision(altegio.url(), guarded)) {
            assertThat(world.dryRun(Records.request(request())).outcome()).isPresent();
            assertThat(world.seen).isEmpty();

            assertThat(world.decide(Records.request(request())).failure()).isNull();
            assertThat(world.seen).hasSize(1);
        }
    }

    /** Blocks in which the outcome stands in an exchange of its own, or before something that runs in any case. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                - multicast:
                    steps:
                      - to: {uri: "direct:schedule"}
                      - process: {ref: lookAround}
                - process: {ref: lookAround}
                """,
                """
                - split:
                    expression: {constant: {expression: "a,b"}}
                    delimiter: ","
                    steps:
                      - choice:
                          when:
                            - expression: {simple: {expression: "${body} == 'a'"}}
                              steps:
                                - to: {uri: "direct:schedule"}
                      - process: {ref: lookAround}
                - process: {ref: lookAround}
                """,
                """
                - doTry:
                    steps:
                      - to: {uri: "direct:schedule"}
                      - process: {ref: lookAround}
                    doFinally:
                      steps:
                        - process: {ref: lookAround}
                - process: {ref: lookAround}
                """,
                """
                - loop:
                    doWhile: true
                    expression: {simple: {expression: "${variable.again} != 'no'"}}
                    steps:
                      - choice:
                          when:
                            - expression: {simple: {expression: "${variable.again} == null"}}
                              steps:
                                - to: {uri: "direct:schedule"}
                      - process: {ref: lookAround}
                      - setVariable:
                          name: again
                          expression: {constant: {expression: "no"}}
                - process: {ref: lookAround}
                """
            })
    @Timeout(60)
    void shouldNotActAfterTheOutcomeOfADryRunHoweverItIsNested(String steps) throws Exception {
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.startWithStepsInPlaceOfTheSchedule(altegio.url(), steps)) {
            assertThat(world.dryRun(Records.request(request())).outcome()).isPresent();
            assertThat(world.seen).isEmpty();

            assertThat(world.decide(Records.request(request())).failure()).isNull();
            assertThat(world.seen).isNotEmpty();
        }
    }

    private static OneRecord.Decided decideWith(String steps) throws Exception {
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.startWithStepsAfterTheSchedule(altegio.url(), steps)) {
            return world.decide(Records.request(request().bytes(), Map.of("traceparent", "00-4bf9-00f0-01")));
        }
    }

    private static Map<String, String> onlyDeadLetter(OneRecord.Decided decided) {
        assertThat(decided.failure()).isNull();
        assertThat(decided.written()).extracting(ProducerRecord::topic).containsExactly("booking.dead-letters");
        Map<String, String> headers = headers(decided.written().get(0));
        assertThat(headers)
                .containsEntry("turnstile-kind", "failed")
                .containsEntry("turnstile-reason", "UPSTREAM_ERROR");
        return headers;
    }
}
