package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.MembershipType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference leaves {@code included} open: whatever Altegio puts there, no booking may fail for it. */
class IncludedTypesTest {
    private static final String TYPE =
            """
            {"id": "489159", "type": "loyalty_abonement_type", "attributes": {"title": "10 visits",
             "salon_group_id": 123, "period": 6, "period_unit_id": 3, "allow_freeze": true, "freeze_limit": 14,
             "is_allow_empty_code": true, "is_united_balance": true, "united_balance_services_count": 10}}""";

    @Test
    void shouldReadEveryFieldWhenTheTypeIsThere() {
        assertThat(typeOf("[{}, " + TYPE + "]"))
                .hasValue(new MembershipType(489159, "10 visits", 123L, 6, "month", true, 14, true, true, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "[{}]",
                "[null]",
                "[[]]",
                "\"a text\"",
                "42",
                "[\"a text\", 42, true, null, [[{}]]]",
                "{\"489159\": {}}",
                "[{\"type\": \"loyalty_abonement_type\"}]",
                "[{\"type\": \"loyalty_abonement_type\", \"id\": \"489159\"}]",
                "[{\"type\": \"loyalty_abonement_type\", \"id\": \"489159\", \"attributes\": null}]",
                "[{\"type\": \"loyalty_abonement_type\", \"id\": \"489159\", \"attributes\": []}]",
                "[{\"type\": \"loyalty_abonement_type\", \"id\": \"489159\", \"attributes\": {\"title\": []}}]",
                "[{\"type\": \"loyalty_abonement_type\", \"id\": \"489160\", \"attributes\": {\"title\": \"8 visits\"}}]",
                "[{\"type\": \"loyalty_promotion\", \"id\": \"489159\", \"attributes\": {\"title\": \"Spring\"}}]",
                "[{\"type\": {\"a\": 1}, \"id\": [], \"attributes\": {\"title\": \"Spring\"}}]"
            })
    void shouldKnowNoTypeWhenThereIsNoneAmongWhateverElseThereIs(String included) {
        assertThat(typeOf(included)).isEmpty();
    }

    @Test
    void shouldFindTheTypeWhenItStandsAmongThingsUnknown() {
        assertThat(typeOf("[null, \"a text\", {\"type\": 7}, " + TYPE + ", {\"type\": \"loyalty_promotion\"}]"))
                .isPresent();
    }

    @Test
    void shouldReadTheTypeAsPhpWritesIt() {
        String included =
                """
                {"3": {"id": 489159, "type": "loyalty_abonement_type", "attributes": {"title": 10,
                  "salon_group_id": "123", "period": "6", "period_unit_id": "3", "allow_freeze": "1", "freeze_limit": "14",
                  "is_allow_empty_code": 1, "is_united_balance": "1", "united_balance_services_count": 5000000000}}}""";

        assertThat(typeOf(included))
                .hasValue(new MembershipType(489159, "10", 123L, 6, "month", true, 14, true, true, 5_000_000_000L));
    }

    @Test
    void shouldTakeFieldsAsUnsetWhenTheirTypeIsWrong() {
        String included =
                """
                [{"id": 489159, "type": "loyalty_abonement_type", "attributes": {"title": "10 visits",
                  "salon_group_id": {}, "period": "long", "period_unit_id": 9, "allow_freeze": [], "freeze_limit": null,
                  "is_allow_empty_code": "maybe", "united_balance_services_count": {"a": 1}}}]""";

        assertThat(typeOf(included))
                .hasValue(new MembershipType(489159, "10 visits", null, 0, null, false, 0, false, false, 0));
    }

    private static Optional<MembershipType> typeOf(String included) {
        String json =
                """
                {"data": [{"id": "5248829", "attributes": {"balance": 10}, "relationships":
                 {"loyalty_abonement_type": {"data": {"id": "489159"}}}}], "included": %s}""";
        try {
            return SearchResponse.read(json.formatted(included).getBytes(StandardCharsets.UTF_8))
                    .memberships()
                    .get(0)
                    .type();
        } catch (UnreadableResponseException e) {
            throw new AssertionError("no booking may fail for what is included", e);
        }
    }
}
