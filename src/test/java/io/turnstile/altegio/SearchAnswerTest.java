package io.turnstile.altegio;

import static io.turnstile.altegio.Answers.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.booking.Membership;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no answer must not be read as one: a membership read wrong is a client turned away by mistake. */
class SearchAnswerTest {
    private static final String ABONEMENT =
            """
            {"id": "5248829", "type": "loyalty_abonement", "attributes": {"number": "690348", "balance": 10},
             "relationships": {"loyalty_abonement_type": {"data": {"id": "489159", "type": "loyalty_abonement_type"}}}}""";

    @Test
    void shouldReadTheReferencesSample() {
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
    void shouldKeepTheOrderOfTheApiWhenThereAreSeveral() {
        String second = ABONEMENT.replace("5248829", "5248828");

        assertThat(memberships("{\"data\": [" + ABONEMENT + "," + second + "]}"))
                .extracting(Membership::id)
                .containsExactly(5248829L, 5248828L);
    }

    @Test
    void shouldFindNoneWhenDataIsEmpty() {
        assertThat(memberships("{\"data\": []}")).isEmpty();
    }

    @Test
    void shouldTakeIdsAndNumbersWhenTheyAreNumbers() {
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
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "{\"loyalty_abonement_type\": null}",
                "{\"loyalty_abonement_type\": {\"data\": null}}",
                "{\"loyalty_abonement_type\": {\"data\": {}}}",
                "{\"loyalty_abonement_type\": {\"data\": {\"id\": \"plan\"}}}",
                "{\"loyalty_abonement_type\": {\"data\": {\"id\": 0}}}"
            })
    void shouldHaveNoTypeWhenTheRelationshipIsNotThere(String relationships) {
        String json = "{\"data\": [{\"id\": \"5248829\", \"attributes\": {\"balance\": 4, \"more\": 1},"
                + " \"relationships\": " + relationships + "}], \"links\": {}}";

        Membership membership = memberships(json).get(0);

        assertThat(membership.typeId()).isEmpty();
        assertThat(membership.number()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"data\": null}",
                "{\"data\": {}}",
                "{\"data\": \"none\"}",
                "{\"data\": [null]}",
                "{\"data\": [1]}",
                "{\"data\": [{}]}",
                "{\"data\": [{\"attributes\": {\"balance\": 4}}]}",
                "{\"data\": [{\"id\": null, \"attributes\": {\"balance\": 4}}]}",
                "{\"data\": [{\"id\": \"abc\", \"attributes\": {\"balance\": 4}}]}",
                "{\"data\": [{\"id\": \"5248829\"}]}",
                "{\"data\": [{\"id\": \"5248829\", \"attributes\": null}]}",
                "{\"data\": [{\"id\": \"5248829\", \"attributes\": {}}]}",
                "{\"data\": [{\"id\": \"5248829\", \"attributes\": {\"balance\": null}}]}",
                "{\"data\": [{\"id\": \"5248829\", \"attributes\": {\"balance\": \"many\"}}]}"
            })
    void shouldBeUnreadableWhenWhatTheApiPromisesIsMissing(String json) {
        assertThatThrownBy(() -> memberships(json)).isInstanceOf(Answers.Unreadable.class);
    }

    private static List<Membership> memberships(String json) {
        return read(SearchAnswer.class, json).memberships();
    }
}
