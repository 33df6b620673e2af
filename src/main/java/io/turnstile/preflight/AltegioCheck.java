package io.turnstile.preflight;

import io.turnstile.altegio.BusinessRefusal;
import io.turnstile.altegio.ErrorResponse;
import io.turnstile.altegio.PromisedShape;
import io.turnstile.altegio.ResponseFault;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.GateConfigurer;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.app.AltegioTls;
import io.turnstile.app.GateSettings;
import io.turnstile.booking.DurationFormat;
import io.turnstile.booking.Text;
import io.turnstile.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/**
 * Check that makes one cheap call to Altegio through a gate of its own, as a pipeline would. The gate waits for better times
 * where a check has to give up: it has the time of one call and a bit.
 */
final class AltegioCheck {

    private static final String NAME = "altegio";

    /** Nothing of these ids exists: that it is denied or unknown is said only to those who are let in. */
    private static final String LOCATION = "/company/2147483647";

    private static final String TYPES = LOCATION + "/loyalty/abonement_types/search?page=1&page_size=1";
    private static final String SEARCH =
            LOCATION + "/client/2147483647/loyalty/abonements/search_for_activity?event_id=2147483647";
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration GRACE_WHILE_HOLDING = Duration.ofSeconds(3);
    private static final String IS_IT_RIGHT = "Is turnstile.altegio.base-url right?";

    private final Settings.Altegio settings;
    private final GateConfig config;
    private final UnaryOperator<String> redactor;
    private final Optional<SSLContext> tls;
    private final LastResponse last = new LastResponse();

    /** @param redactor blots the secrets in use out of what is told */
    AltegioCheck(Settings.Altegio settings, GateConfig config, UnaryOperator<String> redactor) {
        this.settings = settings;
        this.config = config;
        this.redactor = redactor;
        this.tls = AltegioTls.context(settings);
    }

    private record Answer(int status, byte[] body) {}

    CheckResult run() throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        try (Gate gate = new Gate(config)) {
            gate.onChange(status -> held.complete(isRefused(status)));
            Thread caller = new Thread(() -> call(gate, answer), "altegio-check");
            caller.setDaemon(true);
            caller.start();
            return result(gate, answer, held);
        }
    }

    private CheckResult result(Gate gate, CompletableFuture<Answer> answer, CompletableFuture<Boolean> held)
            throws InterruptedException {
        try {
            await(CompletableFuture.anyOf(answer, held), settings.timeout().plus(GRACE));
            if (!answer.isDone() && !held.getNow(true)) {
                await(answer, GRACE_WHILE_HOLDING);
            }
            return answer.isDone() ? judge(answer.get()) : unanswered(gate.status());
        } catch (ExecutionException e) {
            return last.seen().isPresent() ? misplaced(last.seen().get()) : fail("did not answer: " + IS_IT_RIGHT);
        }
    }

    private static void await(CompletableFuture<?> future, Duration atMost)
            throws InterruptedException, ExecutionException {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // What is there by now says why.
        }
    }

    private void call(Gate gate, CompletableFuture<Answer> answer) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.timeout()))
                        .setSocketTimeout(Timeout.of(settings.timeout()))
                        .build());
        tls.ifPresent(context -> connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
        HttpClientBuilder builder = HttpClientBuilder.create().setConnectionManager(connections.build());
        new GateConfigurer(gate).configureHttpClient(builder);
        builder.addExecInterceptorLast("turnstile-check", last);
        try (CloseableHttpClient client = builder.build()) {
            answer.complete(client.execute(
                    new HttpGet(settings.baseUrl() + (GateSettings.hasUser(settings) ? TYPES : SEARCH)),
                    response -> new Answer(response.getCode(), EntityUtils.toByteArray(response.getEntity()))));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private CheckResult judge(Answer answer) {
        boolean success = answer.status() >= 200 && answer.status() < 300;
        boolean asPromised = success
                ? PromisedShape.isKept(GateSettings.hasUser(settings) ? TYPES : SEARCH, answer.body())
                : answer.status() != 401
                        && BusinessRefusal.of(answer.status(), answer.body()).isPresent();
        if (!asPromised) {
            return misplaced(last.seen().orElseGet(() -> new LastResponse.Seen(answer.status(), answer.body(), null)));
        }
        if (GateSettings.hasUser(settings)) {
            return CheckResult.ok(NAME, settings.baseUrl() + " answers, and accepts the tokens");
        }
        return CheckResult.warn(
                NAME,
                settings.baseUrl()
                        + " answers, and accepts the partner token; without a user (turnstile.altegio.user-token,"
                        + " or login and password) schedules have only the membership types that a search includes");
    }

    private CheckResult unanswered(GateStatus status) {
        if (isRefused(status)
                && last.seen().filter(LastResponse.Seen::isForeign).isEmpty()) {
            return refused();
        }
        if (last.seen().isPresent()) {
            return misplaced(last.seen().get());
        }
        return status.isHolding()
                ? fail(": " + status.detail() + ". " + IS_IT_RIGHT)
                : fail("did not answer within "
                        + DurationFormat.text(settings.timeout().plus(GRACE))
                        + ": it is slow, or the quota is used up");
    }

    private CheckResult refused() {
        if (settings.login().isPresent()) {
            return fail("refuses the login: fix turnstile.altegio.partner-token, turnstile.altegio.login and"
                    + " turnstile.altegio.password (TURNSTILE_ALTEGIO_PARTNER_TOKEN, _LOGIN, _PASSWORD)");
        }
        return settings.userToken().isPresent()
                ? fail("answers 401: fix turnstile.altegio.partner-token and turnstile.altegio.user-token"
                        + " (TURNSTILE_ALTEGIO_PARTNER_TOKEN, TURNSTILE_ALTEGIO_USER_TOKEN)")
                : fail("answers 401 to the partner token alone: fix turnstile.altegio.partner-token"
                        + " (TURNSTILE_ALTEGIO_PARTNER_TOKEN), or set turnstile.altegio.user-token beside it");
    }

    /** Returns which kind of answer it is that is not Altegio's. */
    private CheckResult misplaced(LastResponse.Seen seen) {
        int status = seen.status();
        if (status == 401 && !seen.isForeign()) {
            return refused();
        }
        if (status == 429) {
            return fail("answers 429: its quota is used up, by others behind the same IP address too; try again later");
        }
        if (seen.location() != null && status >= 300 && status < 400) {
            return fail("answers " + status + " and points to "
                    + Text.shorten(
                            redactor.apply(seen.location().lines().findFirst().orElse("")), 200)
                    + ": set turnstile.altegio.base-url to where it is now");
        }
        if (status == 407) {
            return fail(
                    "answers 407: a proxy before it wants a login. Set turnstile.proxy.user and turnstile.proxy.password");
        }
        String said = ErrorResponse.message(seen.body());
        if (status >= 500 && ErrorResponse.isOne(seen.body())) {
            return fail("answers " + status + (said.isEmpty() ? "" : " (" + redactor.apply(said) + ")")
                    + ": Altegio is not well; try again later");
        }
        return fail("answers " + status + " with " + ResponseFault.kind(seen.body())
                + ": this address does not answer as Altegio does. " + IS_IT_RIGHT
                + " Does a proxy or a firewall stand before it?");
    }

    private CheckResult fail(String what) {
        return CheckResult.fail(NAME, settings.baseUrl() + (what.startsWith(":") ? "" : " ") + what);
    }

    private static boolean isRefused(GateStatus status) {
        return status.holding().filter(GateStatus.Reason.TOKEN_REFUSED::equals).isPresent();
    }
}
