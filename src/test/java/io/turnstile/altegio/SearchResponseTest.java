package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.booking.Membership;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A membership that is not read, or read wrong, is a client turned away by mistake. */
class SearchResponseTest {
    private static final String ABONEMENT =
            """
            {"id": "5248829", "type": "loyalty_abonement", "attributes": {"number": "690348", "balance": 10},
             "relationships": {"loyalty_abonement_type": {"data": {"id": "489159", "type": "loyalty_abonement_type"}}}}""";

    @Test
    void shouldReadTheReferencesSample() throws Exception {
        List<Membership> found = memberships("{\"data\": [" + ABONEMENT + "], \"included\": [{}]}");

        assertThat(found).singleElement().satisfies(membership -> {
            assertThat(membership.id()).isEqualTo(5248829);
            assertThat(membership.number()).isEqualTo("690348");
            assertThat(membership.balance()).isEqualTo(10);
            assertThat(membership.typeId()).hasValue(489159);
            assertThat(membership.type()).isEmpty();
        });
    }

    @Test
    void shouldKeepTheOrderOfTheApiWhenThereAreSeveral() throws Exception {
        String second = ABONEMENT.replace("5248829", "5248828");

        assertThat(memberships("{\"data\": [" + ABONEMENT + "," + second + "]}"))
                .extracting(Membership::id)
                .containsExactly(5248829L, 5248828L);
        assertThat(memberships("{\"data\": {\"7\": " + ABONEMENT + ", \"0\": " + second + "}}"))
                .extracting(Membership::id)
                .containsExactly(5248829L, 5248828L);
    }

    @Test
    void shouldFindNoneWhenDataIsEmpty() throws Exception {
        assertThat(memberships("{\"data\": []}")).isEmpty();
        assertThat(memberships("{\"success\": true, \"data\": [], \"meta\": []}"))
                .isEmpty();
    }

    @Test
    void shouldTakeIdsAndNumbersWhenTheyAreNumbers() throws Exception {
        String json = ABONEMENT
                .replace("\"5248829\"", "5248829")
                .replace("\"690348\"", "690348")
                .replace("\"489159\"", "489159");

        Membership membership = memberships("{\"data\": [" + json + "]}").get(0);

        assertThat(membership.id()).isEqualTo(5248829);
        assertThat(membership.number()).isEqualTo("690348");
        assertThat(membership.typeId()).hasValue(489159);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4|4",
                "'\"4\"'|4",
                "'\" 4 \"'|4",
                "4.0|4",
                "'\"4.00\"'|4",
                "0|0",
                "-1|-1",
                "5000000000|5000000000",
                "'\"5000000000\"'|5000000000",
                "1e3|1000",
                "123456789012345678901234567890|9223372036854775807"
            })
    void shouldReadABalanceHoweverItIsWritten(String written, long balance) throws Exception {
        assertThat(memberships("{\"data\": [{\"id\": 5248829, \"attributes\": {\"balance\": " + written + "}}]}"))
                .singleElement()
                .satisfies(membership -> assertThat(membership.balance()).isEqualTo(balance));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "true",
                "\"a text\"",
                "[]",
                "{}",
                "{\"attributes\": {\"balance\": 4}}",
                "{\"id\": null, \"attributes\": {\"balance\": 4}}",
                "{\"id\": \"abc\", \"attributes\": {\"balance\": 4}}",
                "{\"id\": 0, \"attributes\": {\"balance\": 4}}",
                "{\"id\": -7, \"attributes\": {\"balance\": 4}}",
                "{\"id\": 1.5, \"attributes\": {\"balance\": 4}}",
                "{\"id\": 99999999999999999999, \"attributes\": {\"balance\": 4}}",
                "{\"id\": [7], \"attributes\": {\"balance\": 4}}",
                "{\"id\": true, \"attributes\": {\"balance\": 4}}",
                "{\"id\": \"5248828\"}",
                "{\"id\": \"5248828\", \"attributes\": null}",
                "{\"id\": \"5248828\", \"attributes\": []}"
            })
    void shouldLeaveOutWhatIsNoMembershipAndReadTheOthers(String odd) throws Exception {
        assertThat(memberships("{\"data\": [" + odd + ", " + ABONEMENT + "]}"))
                .extracting(Membership::id)
                .containsExactly(5248829L);
        assertThat(memberships("{\"data\": {\"0\": " + odd + ", \"1\": " + ABONEMENT + "}}"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"many\"", "[]", "{}", "true", "4.5", "\"\"", "1e400", "\"1e9999999\""})
    void shouldNotKnowTheBalanceWhenItIsOdd(String balance) throws Exception {
        String odd = "{\"id\": 5248828, \"attributes\": {\"balance\": " + balance + "}}";

        List<Membership> found = memberships("{\"data\": [" + odd + ", " + ABONEMENT + "]}");

        assertThat(found).extracting(Membership::id).containsExactly(5248828L, 5248829L);
        assertThat(found.get(0).balance()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "7",
                "{\"loyalty_abonement_type\": null}",
                "{\"loyalty_abonement_type\": {\"data\": null}}",
                "{\"loyalty_abonement_type\": {\"data\": {}}}",
                "{\"loyalty_abonement_type\": {\"data\": {\"id\": \"plan\"}}}",
                "{\"loyalty_abonement_type\": {\"data\": {\"id\": 0}}}"
            })
    void shouldHaveNoTypeWhenTheRelationshipIsNotThere(String relationships) throws Exception {
        String json = "{\"data\": [{\"id\": \"5248829\", \"attributes\": {\"balance\": 4, \"more\": 1},"
                + " \"relationships\": " + relationships + "}], \"links\": {}}";

        Membership membership = memberships(json).get(0);

        assertThat(membership.typeId()).isEmpty();
        assertThat(membership.number()).isNull();
    }

    @Test
    void shouldReadTheRestWhenATextIsBroken() throws Exception {
        byte[] windows1251 =
                ("{\"data\": [{\"id\": 5248829, \"attributes\": {\"number\": \"\u00cf\u00ee\", \"balance\": 4}}]}")
                        .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(SearchResponse.read(windows1251).memberships()).hasSize(1);

        String half = "{\"data\": [{\"id\": 5248829, \"attributes\": {\"number\": \"7\\ud83e\", \"balance\": 4}}]}";
        assertThat(memberships(half).get(0).number()).isEqualTo("7?");

        assertThat(memberships("\uFEFF{\"data\": [" + ABONEMENT + "]}\n")).hasSize(1);

        String large = ABONEMENT.replace("690348", "6".repeat(100_000));
        assertThat(memberships("{\"data\": [" + large + "]}").get(0).number()).hasSize(LenientValues.TEXT_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "<html><body>Forbidden</body></html>",
                "{\"data\": [",
                "{\"data\": []} {\"data\": []}",
                "{\"data\": null}",
                "{\"data\": {}}",
                "{\"data\": \"none\"}",
                "{\"data\": {\"items\": []}}",
                "{\"data\": [null]}",
                "{\"data\": [1]}",
                "{\"data\": [{}]}",
                "{\"data\": [{\"attributes\": {\"balance\": 4}}]}",
                "{\"data\": [{\"id\": \"5248829\"}]}",
                "{\"data\": [{\"id\": \"5248829\", \"attributes\": {\"balance\": null}}]}",
                "{\"success\": false, \"data\": []}",
                "{\"success\": 0, \"data\": []}",
                "{\"success\": \"0\", \"data\": []}",
                "{\"success\": false, \"data\": null, \"meta\": {\"message\": \"Event not found\"}}"
            })
    void shouldBeUnreadableWhenWhatTheApiPromisesIsMissing(String json) {
        assertThatThrownBy(() -> memberships(json))
                .isInstanceOf(UnreadableResponseException.class)
                .hasMessageStartingWith("Altegio's answer is not what its API promises: ")
                .message()
                .doesNotContainPattern("[a-z]\\.[a-z]|[A-Z][a-z]+[A-Z]");
    }

    private static List<Membership> memberships(String json) throws UnreadableResponseException {
        return SearchResponse.read(json.getBytes(StandardCharsets.UTF_8)).memberships();
    }

    /** Eight MiB of empty objects made a tree of some hundred MiB: one client's answer ended the process of all. */
    @Test
    void shouldMakeNoTreeOfAnAnswerThatHoldsFarMoreThanAnAnswerDoes() {
        String many = "{\"data\": [" + "{},".repeat(ResponseBody.MOST_TOKENS) + "{}]}";

        assertThatThrownBy(() -> SearchResponse.read(many.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableResponseException.class)
                .hasMessageContaining("it is not one JSON object");
    }
}
