package io.turnstile.bench.peer;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient with a connection for each call in flight. Thread-safe. */
final class PooledHttp implements BookingJson.Caller {

    private final CloseableHttpClient http = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(Environment.CONCURRENCY)
                    .setMaxConnTotal(Environment.CONCURRENCY)
                    .build())
            .build();

    @Override
    public byte[] get(String path) throws IOException {
        HttpGet get = new HttpGet(Environment.API + path);
        get.addHeader("Authorization", Environment.AUTHORIZATION);
        get.addHeader("Accept", Environment.ACCEPT);
        return http.execute(get, response -> EntityUtils.toByteArray(response.getEntity()));
    }
}
