package io.turnstile.booking;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Type of a membership, as Altegio's catalogue of a location says.
 *
 * @param id the type's id
 * @param title its name for people
 * @param chainId the chain in which it is valid; null if the API did not say
 * @param period how many units it is valid; 0 = not set
 * @param periodUnit {@code day}, {@code week}, {@code month}, {@code year}, or null when not set
 * @param allowFreeze whether it may be frozen
 * @param freezeLimitDays days it may be frozen, in total
 * @param allowEmptyCode whether it may be sold without a code
 * @param unitedBalance whether one balance serves all services
 * @param unitedBalanceVisits visits of the united balance
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MembershipType(
        long id,
        @Nullable String title,
        @Nullable Long chainId,
        long period,
        @Nullable String periodUnit,
        boolean allowFreeze,
        long freezeLimitDays,
        boolean allowEmptyCode,
        boolean unitedBalance,
        long unitedBalanceVisits) {}
