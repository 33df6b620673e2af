package io.turnstile.booking;

import io.turnstile.booking.Outcome.DeadLetter;
import io.turnstile.booking.Outcome.Scheduled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decision on one request, from its value to its outcome. Each step returns a new decision; a decision with an outcome is
 * closed, and takes no more steps.
 *
 * <p>The order of steps: {@link #of}, {@link #applySearchResult} with what the search returned, then {@link #applyCheckResult} with the answer
 * about {@link #candidate()} for as long as the decision is open.
 */
public final class Decision {

    private final ParsedRequest parsed;
    private final int maxChecks;
    private final Evidence evidence;
    private final @Nullable CheckRound round;
    private final Outcome outcome;

    private Decision(
            ParsedRequest parsed, int maxChecks, Evidence evidence, @Nullable CheckRound round, Outcome outcome) {
        this.parsed = parsed;
        this.maxChecks = maxChecks;
        this.evidence = evidence;
        this.round = round;
        this.outcome = outcome;
    }

    /**
     * Starts with what was read: closed if that is no booking request.
     *
     * @param maxChecks how many memberships may be checked before the best of them gives the reason; at least 1
     */
    public static Decision of(ParsedRequest parsed, int maxChecks) {
        Outcome outcome = parsed instanceof ParsedRequest.Malformed malformed
                ? new DeadLetter(malformed.reason(), malformed.message())
                : null;
        return new Decision(parsed, maxChecks, Evidence.NONE, null, outcome);
    }

    /** Returns whether there is no outcome yet. */
    public boolean isOpen() {
        return outcome == null;
    }

    public boolean isScheduled() {
        return outcome instanceof Scheduled;
    }

    /** Returns the outcome; fails while the decision is open. */
    public Outcome outcome() {
        if (isOpen()) {
            throw new IllegalStateException("The decision is still open");
        }
        return outcome;
    }

    public ParsedRequest parsed() {
        return parsed;
    }

    /** Returns the request; fails for a value that is not a request. */
    public BookingRequest request() {
        if (parsed instanceof ParsedRequest.Valid valid) {
            return valid.request();
        }
        throw new IllegalStateException("Not a booking request");
    }

    /** Returns whether there is a membership to check next. */
    public boolean hasCandidate() {
        return isOpen() && round != null;
    }

    /** Returns the membership to check next; fails before the search was answered. */
    public Membership candidate() {
        return round.candidate();
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Keeps an answer as evidence. */
    public Decision withEvidence(ResponseEvidence answer) {
        return new Decision(parsed, maxChecks, evidence.with(answer), round, outcome);
    }

    /** Puts the answers of earlier tries before those of this one. */
    public Decision withEarlier(Evidence earlier) {
        return new Decision(parsed, maxChecks, evidence.after(earlier), round, outcome);
    }

    /** Takes the memberships that the search returned, in the API's order. */
    public Decision applySearchResult(List<Membership> memberships) {
        BookingRequest request = request();
        List<Membership> candidates = MembershipRanking.inOrder(request, memberships);
        if (!candidates.isEmpty()) {
            return new Decision(parsed, maxChecks, evidence, CheckRound.start(request, candidates, maxChecks), outcome);
        }
        return memberships.isEmpty()
                ? closed(Reason.NO_MEMBERSHIP, Messages.noMembership(request))
                : closed(Reason.MEMBERSHIP_NOT_APPLICABLE, Messages.notApplicable(request, memberships));
    }

    /** Takes the answer about {@link #candidate()}: schedules with it, continues to the next, or gives up with a reason. */
    public Decision applyCheckResult(MembershipCheck check, Instant at) {
        if (check.canBookAllDays()) {
            return closed(new Scheduled(candidate(), check, at));
        }
        CheckRound next = round.after(check);
        return next.hasCandidate() ? new Decision(parsed, maxChecks, evidence, next, outcome) : closed(next.verdict());
    }

    /**
     * Closes it because Altegio refused what it was asked last.
     *
     * @param said Altegio's own words, fit for people; or nothing
     */
    public Decision refused(Reason reason, int status, String said) {
        return closed(reason, Messages.refused(request(), hasCandidate() ? candidate() : null, status, said));
    }

    /** Closes it because it could not be decided. */
    public Decision closed(Reason reason, String message) {
        return closed(new DeadLetter(reason, message));
    }

    /** Gives the scheduled membership the type learned from the catalogue; null leaves it as it is. */
    public Decision withType(MembershipType type) {
        return outcome instanceof Scheduled scheduled
                ? closed(new Scheduled(scheduled.membership().withType(type), scheduled.check(), scheduled.checkedAt()))
                : this;
    }

    /** Returns whether it is scheduled with a membership whose type has an id and nothing more is known of it. */
    public boolean lacksType() {
        return outcome instanceof Scheduled scheduled
                && scheduled.membership().type().isEmpty()
                && scheduled.membership().typeId().isPresent();
    }

    /** Returns the request's id, if it could be read. */
    public Optional<String> requestId() {
        return parsed.requestId();
    }

    private Decision closed(Outcome result) {
        return new Decision(parsed, maxChecks, evidence, round, result);
    }
}
