package io.turnstile.routetest;

import io.turnstile.routetest.CannedAnswer.MadeCall;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * HTTP of a test: every call of the routes, to Altegio or elsewhere, is answered here and noted, and none reaches the network.
 * The gate is left out: each call is made once. Thread-safe.
 */
final class CannedHttp implements HttpClientConfigurer, ExecChainHandler {

    private final URI altegio;
    private final List<MadeCall> calls = new ArrayList<>();
    private final List<String> unanswered = new ArrayList<>();
    private final Map<String, Integer> given = new HashMap<>();
    private List<CannedAnswer> answers = List.of();
    private Optional<SimulatedAnswers> simulator = Optional.empty();

    /** @param altegio its base address: calls to it are named without it */
    CannedHttp(URI altegio) {
        this.altegio = altegio;
    }

    /** Takes the answers of the next test. */
    synchronized void begin(List<CannedAnswer> all, Optional<SimulatedAnswers> rest) {
        answers = all;
        simulator = rest;
        given.clear();
        forget();
    }

    /** Forgets the calls so far. */
    synchronized void forget() {
        calls.clear();
        unanswered.clear();
    }

    synchronized List<MadeCall> calls() {
        return List.copyOf(calls);
    }

    /** Returns the calls for which the test has no answer. */
    synchronized List<String> unanswered() {
        return List.copyOf(unanswered);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("canned", this)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement();
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String body =
                request.getEntity() == null ? "" : EntityUtils.toString(request.getEntity(), StandardCharsets.UTF_8);
        String url = host(scope.route.getTargetHost()) + request.getRequestUri();
        MadeCall made = new MadeCall(request.getMethod() + " " + local(url), body);
        CannedAnswer answer = answer(made);
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        response.setEntity(new ByteArrayEntity(answer.body(), ContentType.APPLICATION_JSON));
        return response;
    }

    /** Leaves a port out that its scheme has anyway. */
    private static String host(HttpHost host) {
        boolean usual = host.getPort() == (host.getSchemeName().equals("https") ? 443 : 80);
        return usual ? host.getSchemeName() + "://" + host.getHostName() : host.toURI();
    }

    private String local(String url) {
        String base = altegio.toString();
        return url.startsWith(base + "/") ? url.substring(base.length()) : url;
    }

    private synchronized CannedAnswer answer(MadeCall made) throws IOException {
        calls.add(made);
        List<CannedAnswer> fitting =
                answers.stream().filter(each -> each.call().matches(made)).toList();
        if (!fitting.isEmpty()) {
            // answers to the same call are given one after the other, the last of them again and again
            List<CannedAnswer> same = fitting.stream()
                    .filter(each -> each.call().equals(fitting.get(0).call()))
                    .toList();
            int turn = given.merge(fitting.get(0).call().text(), 1, Integer::sum);
            return same.get(Math.min(turn, same.size()) - 1);
        }
        if (simulator.isPresent() && made.target().contains(" /")) {
            return simulator.get().answer(made);
        }
        unanswered.add(made.target());
        throw new IOException("The test has no answer for " + made.target());
    }
}
