package io.turnstile.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.GateConfigurer;
import io.turnstile.altegio.gate.GateStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes one cheap call to Altegio through a gate of its own, as a pipeline would. The gate waits for better times where a
 * check has to give up: it has the time of one call and a bit.
 */
final class AltegioCheck {

    private static final String NAME = "altegio";

    /** The location need not exist: that it is denied or unknown is said only to those who are let in. */
    private static final String PATH = "/company/1/loyalty/abonement_types/search?page=1&page_size=1";

    private static final Set<Integer> LET_IN = Set.of(200, 403, 404);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration GRACE_WHILE_HOLDING = Duration.ofSeconds(3);
    private static final JsonMapper JSON = new JsonMapper();

    private final Settings.Altegio settings;
    private final GateConfig config;

    AltegioCheck(Settings.Altegio settings, GateConfig config) {
        this.settings = settings;
        this.config = config;
    }

    private record Answer(int status, String body) {}

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
            return fail("did not answer (%s): is turnstile.altegio.base-url right?".formatted(e.getCause()));
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
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.timeout()))
                                .setSocketTimeout(Timeout.of(settings.timeout()))
                                .build())
                        .build());
        new GateConfigurer(gate).configureHttpClient(builder);
        try (CloseableHttpClient client = builder.build()) {
            answer.complete(client.execute(
                    new HttpGet(settings.baseUrl() + PATH),
                    response -> new Answer(response.getCode(), EntityUtils.toString(response.getEntity()))));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private CheckResult judge(Answer answer) {
        if (LET_IN.contains(answer.status()) && isJsonObject(answer.body())) {
            return CheckResult.ok(NAME, "%s answers, and accepts the tokens".formatted(settings.baseUrl()));
        }
        return fail(
                "answers %d, but not as Altegio does: is turnstile.altegio.base-url right?".formatted(answer.status()));
    }

    private CheckResult unanswered(GateStatus status) {
        if (!status.isHolding()) {
            return fail("did not answer within "
                    + Ages.text(settings.timeout().plus(GRACE))
                    + ": it is slow, or the quota is used up");
        }
        if (!isRefused(status)) {
            return fail(": " + status.detail() + ". Is turnstile.altegio.base-url right?");
        }
        return settings.login().isPresent()
                ? fail("refuses the login: mend turnstile.altegio.partner-token, turnstile.altegio.login and"
                        + " turnstile.altegio.password (TURNSTILE_ALTEGIO_PARTNER_TOKEN, _LOGIN, _PASSWORD)")
                : fail("answers 401: mend turnstile.altegio.partner-token and turnstile.altegio.user-token"
                        + " (TURNSTILE_ALTEGIO_PARTNER_TOKEN, TURNSTILE_ALTEGIO_USER_TOKEN)");
    }

    private CheckResult fail(String what) {
        return CheckResult.fail(NAME, settings.baseUrl() + (what.startsWith(":") ? "" : " ") + what);
    }

    private static boolean isRefused(GateStatus status) {
        return status.holding().filter(GateStatus.Reason.TOKEN_REFUSED::equals).isPresent();
    }

    private static boolean isJsonObject(String body) {
        try {
            return JSON.readTree(body).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
