package io.turnstile.booking;

import static io.turnstile.booking.Memberships.membership;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.turnstile.booking.Outcome.DeadLetter;
import io.turnstile.booking.Outcome.Scheduled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A decision is what the client hears: a wrong reason sends people to look in the wrong place. */
class DecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123Z");

    @Test
    void shouldBeClosedFromTheStartWhenTheValueIsNoRequest() {
        Decision decision = Decision.of(RequestParser.parse(new byte[0]), 3);

        assertThat(decision.isOpen()).isFalse();
        assertThat(decision.isScheduled()).isFalse();
        assertThat(reason(decision)).isEqualTo(Reason.NOT_JSON);
        assertThatIllegalStateException().isThrownBy(decision::request);
    }

    @Test
    void shouldHaveNoOutcomeWhenItIsStillOpen() {
        Decision decision = start(5, 0, 3);

        assertThat(decision.isOpen()).isTrue();
        assertThat(decision.hasCandidate()).isFalse();
        assertThatIllegalStateException().isThrownBy(decision::outcome);
    }

    @Test
    void shouldRejectWithNoMembershipWhenTheSearchFoundNone() {
        Decision decision = start(5, 0, 3).applySearchResult(List.of());

        assertThat(reason(decision)).isEqualTo(Reason.NO_MEMBERSHIP);
        assertThat(message(decision)).contains("146915197").contains("12345").contains("720441");
    }

    @Test
    void shouldRejectWithNoMembershipWhenTheSearchFoundNoneAndOneWasNamed() {
        assertThat(reason(start(5, 5248829, 3).applySearchResult(List.of()))).isEqualTo(Reason.NO_MEMBERSHIP);
    }

    @Test
    void shouldRejectAsNotApplicableWhenTheNamedMembershipIsNotAmongThoseFound() {
        Decision decision =
                start(5, 5248829, 3).applySearchResult(List.of(membership(5248830, 10), membership(5248831, 4)));

        assertThat(reason(decision)).isEqualTo(Reason.MEMBERSHIP_NOT_APPLICABLE);
        assertThat(message(decision)).contains("5248829").contains("5248830, 5248831");
    }

    @Test
    void shouldCheckTheNamedMembershipOnlyWhenItWasFound() {
        Decision decision =
                start(5, 5248830, 3).applySearchResult(List.of(membership(5248829, 10), membership(5248830, 1)));

        assertThat(decision.candidate().id()).isEqualTo(5248830);
        assertThat(decision.applyCheckResult(check(1, 1), NOW).isOpen()).isFalse();
    }

    @Test
    void shouldScheduleWithTheFirstMembershipThatCanBookAllDays() {
        Decision decision = start(3, 0, 3)
                .applySearchResult(List.of(membership(5248829, 4), membership(5248830, 5), membership(5248831, 6)))
                .applyCheckResult(check(4, 2), NOW)
                .applyCheckResult(all(5), NOW);

        assertThat(decision.isScheduled()).isTrue();
        assertThat(decision.hasCandidate()).isFalse();
        Scheduled scheduled = (Scheduled) decision.outcome();
        assertThat(scheduled.membership().id()).isEqualTo(5248830);
        assertThat(scheduled.check().availableVisits()).isEqualTo(5);
        assertThat(scheduled.checkedAt()).isEqualTo(NOW);
    }

    @Test
    void shouldRejectForVisitsWhenTheBestCheckHasFewerThanDays() {
        Decision decision = start(5, 0, 3)
                .applySearchResult(List.of(membership(5248829, 4)))
                .applyCheckResult(check(4, 4), NOW);

        assertThat(reason(decision)).isEqualTo(Reason.NOT_ENOUGH_VISITS);
        assertThat(message(decision)).contains("5 days").contains("5248829").contains("4 visits");
    }

    @Test
    void shouldRejectForDaysWhenThereAreVisitsEnough() {
        MembershipCheck check =
                new MembershipCheck(10L, false, List.of(1L, 3L), Optional.of(Instant.parse("2026-03-31T23:59:59Z")));

        Decision decision = start(3, 0, 3)
                .applySearchResult(List.of(membership(5248829, 10)))
                .applyCheckResult(check, NOW);

        assertThat(reason(decision)).isEqualTo(Reason.DAYS_NOT_BOOKABLE);
        assertThat(message(decision)).contains("[2]").contains("5248829").contains("2026-03-31T23:59:59Z");
    }

    @Test
    void shouldRejectForDaysAndClaimNothingOfVisitsWhenTheyAreNotKnown() {
        MembershipCheck check = new MembershipCheck(null, false, List.of(1L), Optional.empty());

        Decision decision = start(2, 0, 3)
                .applySearchResult(List.of(membership(5248829, 10)))
                .applyCheckResult(check, NOW);

        assertThat(reason(decision)).isEqualTo(Reason.DAYS_NOT_BOOKABLE);
        assertThat(message(decision)).isEqualTo("Membership 5248829 cannot book schedule days [2] of event 12345.");
    }

    @Test
    void shouldTakeTheReasonFromTheCheckWithTheMostBookableDays() {
        Decision decision = start(5, 0, 3)
                .applySearchResult(List.of(membership(5248829, 5), membership(5248830, 6), membership(5248831, 7)))
                .applyCheckResult(check(5, 2), NOW)
                .applyCheckResult(check(3, 3), NOW)
                .applyCheckResult(check(7, 1), NOW);

        assertThat(reason(decision)).isEqualTo(Reason.NOT_ENOUGH_VISITS);
        assertThat(message(decision)).contains("5248830");
    }

    @Test
    void shouldTakeTheReasonFromTheEarlierCheckWhenTwoAreEqual() {
        Decision decision = start(5, 0, 3)
                .applySearchResult(List.of(membership(5248829, 5), membership(5248830, 6)))
                .applyCheckResult(check(5, 3), NOW)
                .applyCheckResult(check(3, 3), NOW);

        assertThat(reason(decision)).isEqualTo(Reason.DAYS_NOT_BOOKABLE);
        assertThat(message(decision)).contains("5248829");
    }

    @Test
    void shouldNotCountDaysThatNobodyAskedForWhenLookingForTheBestCheck() {
        MembershipCheck others = new MembershipCheck(1L, false, List.of(91L, 92L, 93L, 1L), Optional.empty());

        Decision decision = start(5, 0, 3)
                .applySearchResult(List.of(membership(5248829, 5), membership(5248830, 6)))
                .applyCheckResult(others, NOW)
                .applyCheckResult(check(9, 2), NOW);

        assertThat(reason(decision)).isEqualTo(Reason.DAYS_NOT_BOOKABLE);
    }

    @Test
    void shouldGiveUpWhenAsManyWereCheckedAsAllowed() {
        Decision decision = start(5, 0, 2)
                .applySearchResult(List.of(membership(5248829, 5), membership(5248830, 6), membership(5248831, 7)))
                .applyCheckResult(check(5, 2), NOW);

        assertThat(decision.hasCandidate()).isTrue();
        assertThat(decision.applyCheckResult(check(5, 2), NOW).isOpen()).isFalse();
    }

    @Test
    void shouldKeepTheEvidenceInItsOrderWhenAnswersComeOneByOne() {
        Decision decision = start(5, 0, 3)
                .withEvidence(new ResponseEvidence(200, "/search", "{}"))
                .applySearchResult(List.of(membership(5248829, 5)))
                .withEvidence(new ResponseEvidence(404, "/check", "{}"))
                .closed(Reason.NOT_FOUND, "Altegio answered 404.");

        assertThat(decision.evidence().answers())
                .extracting(ResponseEvidence::status)
                .containsExactly(200, 404);
        assertThat(reason(decision)).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void shouldGiveATypeToASchedulesMembershipAndLeaveADeadLetterAsItIs() {
        MembershipType type = new MembershipType(489159, "10 visits", 123L, 6, "month", false, 0, false, true, 10);
        Decision scheduled = start(1, 0, 3)
                .applySearchResult(List.of(membership(5248829, 5)))
                .applyCheckResult(all(5), NOW);
        Decision rejected = start(1, 0, 3).applySearchResult(List.of());

        assertThat(((Scheduled) scheduled.withType(type).outcome()).membership().type())
                .hasValue(type);
        assertThat(((Scheduled) scheduled.withType(null).outcome()).membership().type())
                .isEmpty();
        assertThat(rejected.withType(type)).isSameAs(rejected);
    }

    private static Decision start(int days, long membershipId, int maxChecks) {
        return Decision.of(new ParsedRequest.Valid(Requests.forDays(days, membershipId)), maxChecks);
    }

    /** Returns a check by which the first so many days can be booked. */
    private static MembershipCheck check(int visits, int bookable) {
        List<Long> days = Requests.forDays(bookable, 0).scheduleDayIds();
        return new MembershipCheck((long) visits, false, days, Optional.empty());
    }

    private static MembershipCheck all(int visits) {
        return new MembershipCheck((long) visits, true, List.of(), Optional.empty());
    }

    private static Reason reason(Decision decision) {
        return ((DeadLetter) decision.outcome()).reason();
    }

    private static String message(Decision decision) {
        return ((DeadLetter) decision.outcome()).message();
    }
}
