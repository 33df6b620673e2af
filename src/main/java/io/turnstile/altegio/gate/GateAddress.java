package io.turnstile.altegio.gate;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/** Comparison of addresses of servers: scheme, host and port, where a missing port is the scheme's own. */
final class GateAddress {

    private GateAddress() {}

    static HttpHost of(URI url) {
        return withPort(new HttpHost(url.getScheme(), url.getHost(), url.getPort()));
    }

    static HttpHost withPort(HttpHost host) {
        if (host.getPort() >= 0) {
            return new HttpHost(host.getSchemeName(), host.getHostName(), host.getPort());
        }
        return new HttpHost(host.getSchemeName(), host.getHostName(), "https".equals(host.getSchemeName()) ? 443 : 80);
    }
}
