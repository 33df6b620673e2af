package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.call.GateHeaders;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** A gate in a real HTTP client, in front of a real server, and a pool of threads that call through it. */
public final class GateRig implements AutoCloseable {

    public static final Credentials TOKEN = new Credentials.FixedToken("partner-secret", "user-secret");
    public static final Retries QUICK = new Retries(3, Duration.ofSeconds(5), Duration.ofMillis(20));

    public final Gate gate;
    final CloseableHttpClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String base;

    public GateRig(AltegioStub altegio) {
        this(GateConfig.of(altegio.baseUrl(), TOKEN, QuotaLimits.NONE).withRetries(QUICK));
    }

    public GateRig(GateConfig config) {
        this(config, 200, Duration.ofMinutes(3));
    }

    public GateRig(GateConfig config, int connections, Duration leaseTimeout) {
        base = config.baseUrl().toString();
        gate = new Gate(config, Clock.systemUTC(), Ticker.systemTicker());
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(connections)
                        .setMaxConnTotal(connections)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.ofSeconds(2))
                        .setConnectionRequestTimeout(Timeout.of(leaseTimeout))
                        .build());
        new GateConfigurer(gate).configureHttpClient(builder);
        client = builder.build();
    }

    public HttpGet search(int client) {
        return search(720441, client);
    }

    public HttpGet search(int location, int client) {
        return new HttpGet(base + "/company/" + location + "/client/" + client
                + "/loyalty/abonements/search_for_activity?event_id=12345");
    }

    static HttpGet readAt(HttpGet request, long millis) {
        request.setHeader(GateHeaders.READ_AT, String.valueOf(millis));
        return request;
    }

    public Result get(HttpGet request) throws IOException {
        return client.execute(
                request,
                response -> new Result(
                        response.getCode(),
                        response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
    }

    public Future<Result> later(HttpGet request) {
        return later(() -> get(request));
    }

    public <T> Future<T> later(Callable<T> task) {
        return threads.submit(task);
    }

    @Override
    public void close() throws IOException {
        gate.close();
        threads.shutdownNow();
        client.close();
    }

    public record Result(int status, String body) {}
}
