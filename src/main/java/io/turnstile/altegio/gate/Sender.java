package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.auth.Token;
import io.turnstile.altegio.gate.auth.TokenRefusedException;
import io.turnstile.altegio.gate.auth.Tokens;
import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.CallPace;
import io.turnstile.altegio.gate.call.DecisionRule;
import io.turnstile.altegio.gate.call.GateClosedException;
import io.turnstile.altegio.gate.call.Priority;
import io.turnstile.altegio.gate.call.Wire;
import io.turnstile.altegio.gate.quota.Quota;
import io.turnstile.altegio.gate.quota.RetryAfter;
import io.turnstile.telemetry.CallSpan;
import io.turnstile.telemetry.Tracing;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Sender of one call on the wire: with a token, and a place in the quota. It sees to 429 itself, which says nothing about
 * the request. Thread-safe.
 */
final class Sender {

    private final Tokens tokens;
    private final Quota quota;
    private final CallPace pace;
    private final GateMetrics metrics;
    private final Clock clock;
    private final Ticker ticker;
    private final Tracing tracing;

    Sender(
            Tokens tokens,
            Quota quota,
            CallPace pace,
            GateMetrics metrics,
            Clock clock,
            Ticker ticker,
            Tracing tracing) {
        this.tokens = tokens;
        this.quota = quota;
        this.pace = pace;
        this.metrics = metrics;
        this.clock = clock;
        this.ticker = ticker;
        this.tracing = tracing;
    }

    /**
     * Makes the call, as often as 429 asks for it.
     *
     * @param flight told when the call is sent, and when it turns out that it must go again
     */
    Attempt send(Call call, ClassicHttpRequest request, Wire wire, SharedCall flight)
            throws InterruptedException, GateClosedException {
        Optional<Attempt> end;
        do {
            end = sendOnce(call, request, wire, flight);
        } while (end.isEmpty());
        return end.get();
    }

    private Optional<Attempt> sendOnce(Call call, ClassicHttpRequest request, Wire wire, SharedCall flight)
            throws InterruptedException, GateClosedException {
        try {
            Token token = tokens.current(login -> login(login, wire, call.priority()));
            Sent sent = exchange(call, request, token, wire, flight);
            Optional<Attempt> end = judge(call, sent, token);
            if (!(end.isPresent() && end.get() instanceof Attempt.Answered)) {
                flight.ground();
            }
            return end;
        } catch (GateClosedException closed) {
            throw closed;
        } catch (TokenRefusedException refused) {
            return Optional.of(new Attempt.TokenRefused());
        } catch (IOException fault) {
            flight.ground();
            wire.checkAborted();
            return Optional.of(new Attempt.Failed(null, fault, ticker.read()));
        }
    }

    /** Returns empty if the call is to be made again. */
    private Optional<Attempt> judge(Call call, Sent sent, Token token) {
        BufferedResponse answer = sent.answer();
        if (answer.status() == 429) {
            return Optional.empty();
        }
        if (answer.status() == 401) {
            return Optional.of(new Attempt.Unauthorized(answer, token, ticker.read()));
        }
        if (DecisionRule.isDecision(call, answer)) {
            token.accept(sent.at());
            return Optional.of(new Attempt.Answered(answer, sent.at()));
        }
        return Optional.of(new Attempt.Failed(answer, null, ticker.read()));
    }

    private BufferedResponse login(ClassicHttpRequest request, Wire wire, Priority priority)
            throws IOException, InterruptedException {
        request.setScheme(wire.host().getSchemeName());
        request.setAuthority(new URIAuthority(wire.host()));
        Call login = Call.of("POST", request.getPath(), priority, OptionalLong.empty());
        BufferedResponse answer;
        do {
            answer = exchange(login, request, null, wire, SharedCall.alone()).answer();
        } while (answer.status() == 429);
        return answer;
    }

    private Sent exchange(Call call, ClassicHttpRequest request, @Nullable Token token, Wire wire, SharedCall flight)
            throws IOException, InterruptedException {
        long asked = ticker.read();
        pace.queued(call);
        Quota.Place place = quota.take(call);
        try {
            wire.lease();
            // Its process may have been stopped since, or the connection came late.
            while (!place.isValid()) {
                place.close();
                place = Quota.Place.UNLIMITED;
                place = quota.take(call);
            }
            pace.started(call);
            long sentAt = ticker.read();
            metrics.waited(sentAt - asked);
            if (token != null) {
                request.setHeader(HttpHeaders.AUTHORIZATION, token.authorization());
            }
            BufferedResponse answer = traced(
                    call,
                    request,
                    wire,
                    sentAt - asked,
                    () -> metrics.timed(call.operation(), () -> wire.send(request, flight.sent(ticker.read()))));
            note(answer, sentAt);
            return new Sent(answer, sentAt);
        } finally {
            try {
                place.close();
            } finally {
                wire.release();
            }
            if (token != null) {
                request.removeHeaders(HttpHeaders.AUTHORIZATION);
            }
        }
    }

    private BufferedResponse traced(
            Call call, ClassicHttpRequest request, Wire wire, long waited, GateMetrics.Exchange exchange)
            throws IOException {
        Optional<CallSpan> begun = tracing.call(
                call.operation().tag(),
                call.method(),
                call.target(),
                wire.host().getHostName(),
                wire.host().getPort());
        if (begun.isEmpty()) {
            return exchange.run();
        }
        CallSpan span = begun.get();
        span.waited(waited);
        span.sendIn(request::setHeader);
        try {
            BufferedResponse answer = exchange.run();
            span.answered(answer.status());
            return answer;
        } catch (IOException | RuntimeException fault) {
            span.failed(fault);
            throw fault;
        } finally {
            CallSpan.headers().forEach(request::removeHeaders);
        }
    }

    private void note(BufferedResponse answer, long sentAt) {
        if (answer.status() != 429) {
            quota.accepted(sentAt);
            return;
        }
        Optional<String> retryAfter = answer.headers().stream()
                .filter(header -> header.getName().equalsIgnoreCase(HttpHeaders.RETRY_AFTER))
                .map(Header::getValue)
                .findFirst();
        quota.refused(retryAfter.flatMap(value -> RetryAfter.parse(value, clock.instant())), sentAt);
    }

    private record Sent(BufferedResponse answer, long at) {}
}
