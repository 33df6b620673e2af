package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.booking.MembershipType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types tell readers of a schedule what was bought; a field in the wrong place tells them something untrue. */
class TypesResponseTest {
    @Test
    void shouldReadTheReferencesSample() throws Exception {
        TypesResponse answer = read(
                """
                {"success": true, "data": [{"id": 12233, "salon_group_id": 123, "title": "Freezing for 14 days",
                 "period": 0, "period_unit_id": 0, "allow_freeze": true, "freeze_limit": 14,
                 "is_allow_empty_code": false, "is_united_balance": false, "united_balance_services_count": 0}],
                 "meta": {"count": 2}}""");

        assertThat(answer.types())
                .containsExactly(
                        new MembershipType(12233, "Freezing for 14 days", 123L, 0, null, true, 14, false, false, 0));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"0,null", "1,day", "2,week", "3,month", "4,year", "5,null", "-1,null"})
    void shouldNameThePeriodsUnit(int id, String unit) throws Exception {
        TypesResponse answer = read("{\"data\": [{\"id\": 12233, \"period\": 2, \"period_unit_id\": " + id + "}]}");

        assertThat(answer.types().get(0).periodUnit()).isEqualTo(unit);
    }

    @Test
    void shouldSkipAnElementAndStillCountItWhenItHasNoId() throws Exception {
        TypesResponse answer = read("{\"data\": [{}, null, 7, {\"id\": 0}, {\"id\": \"12233\"}]}");

        assertThat(answer.types()).extracting(MembershipType::id).containsExactly(12233L);
        assertThat(answer.elements()).as("a full page is one of many elements").isEqualTo(5);
    }

    @Test
    void shouldReadAPageThatComesAsAnObjectWithNumberedKeys() throws Exception {
        assertThat(read("{\"data\": {\"0\": {\"id\": 12233}, \"2\": {\"id\": \"12234\"}}}")
                        .types())
                .extracting(MembershipType::id)
                .containsExactly(12233L, 12234L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"data\": null}", "{\"data\": {}}", "{\"data\": \"none\"}"})
    void shouldBeUnreadableWhenThereIsNoData(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(UnreadableResponseException.class);
    }

    private static TypesResponse read(String json) throws UnreadableResponseException {
        return TypesResponse.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
