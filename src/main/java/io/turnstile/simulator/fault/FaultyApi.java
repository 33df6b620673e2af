package io.turnstile.simulator.fault;

import io.turnstile.simulator.api.AltegioApi;
import io.turnstile.simulator.api.ApiCall;
import io.turnstile.simulator.api.ApiResponse;
import io.turnstile.simulator.stats.SimulatorStats;
import io.turnstile.simulator.world.Dice;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * API as Altegio answers when not all is well: looks at outage, quota and faults, in this order, and lets the API answer
 * what is left. Counts every call. Safe for any number of threads.
 */
public final class FaultyApi {
    private final AltegioApi api;
    private final OddApi odd;
    private final FaultBoard faults;
    private final Outages outages;
    private final QuotaGate gate;
    private final SimulatorStats stats;
    private final Clock clock;
    private final Dice dice;
    private final AtomicLong calls = new AtomicLong();

    public FaultyApi(
            AltegioApi api,
            FaultBoard faults,
            Outages outages,
            QuotaGate gate,
            SimulatorStats stats,
            Clock clock,
            Dice dice) {
        this.api = api;
        this.odd = new OddApi(api);
        this.faults = faults;
        this.outages = outages;
        this.gate = gate;
        this.stats = stats;
        this.clock = clock;
        this.dice = dice;
    }

    public ApiResponse answer(ApiCall call) {
        long number = calls.incrementAndGet();
        Faults now = faults.current();
        if (outages.current().filter(o -> o.mode() == OutageMode.UNAVAILABLE).isPresent()) {
            return counted(call, ApiResponse.failure(503, number % 2 == 0), false);
        }
        Duration early = gate.enter(now.quota());
        if (!early.isZero()) {
            return counted(call, tooMany(now.quota().retryAfter(), early), true);
        }
        if (dice.happens(now.hangingRatio(), number, 30)) {
            return counted(call, ApiResponse.failure(503, false).with(ApiResponse.Ending.NEVER), false);
        }
        Duration latency = now.latency().roll(dice, number);
        return counted(call, spoilt(call, now, number).with(latency), false);
    }

    private ApiResponse spoilt(ApiCall call, Faults now, long number) {
        Optional<Integer> failing = find(now.failingClients(), call.id("client"))
                .or(() -> find(now.failingLocations(), call.id("location")));
        if (failing.isPresent()) {
            return ApiResponse.failure(failing.get(), number % 2 == 0);
        }
        Optional<OddResponse> oddly = now.odd().pick(call, dice, number);
        if (oddly.isPresent()) {
            return odd.answer(oddly.get(), call);
        }
        if (dice.happens(now.errorRatio(), number, 31)) {
            return ApiResponse.failure(now.errorStatus(), number % 2 == 0);
        }
        ApiResponse answer = api.answer(call, now.userTokenRequired());
        if (answer.status() >= 300) {
            return answer;
        }
        if (dice.happens(now.brokenJsonRatio(), number, 32)) {
            return answer.with(Arrays.copyOf(answer.body(), answer.body().length / 2));
        }
        return dice.happens(now.truncatedRatio(), number, 33) ? answer.with(ApiResponse.Ending.TRUNCATED) : answer;
    }

    private static Optional<Integer> find(Map<Long, Integer> failing, OptionalLong id) {
        return id.isPresent() ? Optional.ofNullable(failing.get(id.getAsLong())) : Optional.empty();
    }

    private ApiResponse tooMany(RetryAfterStyle retryAfter, Duration early) {
        ApiResponse answer = ApiResponse.refusal(429, "Too many requests");
        long seconds = early.plusNanos(999_999_999).toSeconds();
        return switch (retryAfter) {
            case ABSENT -> answer;
            case SECONDS -> answer.with("Retry-After", String.valueOf(seconds));
            case DATE ->
                answer.with(
                        "Retry-After",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant()
                                .plusNanos(999_999_999)
                                .plus(early)
                                .atOffset(ZoneOffset.UTC)));
        };
    }

    private ApiResponse counted(ApiCall call, ApiResponse answer, boolean violation) {
        boolean never = answer.ending() == ApiResponse.Ending.NEVER;
        stats.arrived(call, never ? SimulatorStats.NEVER : answer.status(), violation);
        return answer;
    }
}
