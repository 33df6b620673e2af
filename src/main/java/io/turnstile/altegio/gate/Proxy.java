package io.turnstile.altegio.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP proxy through which calls leave: those over TLS in a tunnel (CONNECT), so that it sees no token. Shows its login to
 * nobody else. Thread-safe.
 */
public final class Proxy {

    private final HttpHost server;
    private final List<String> direct;
    private volatile Optional<Credentials> login = Optional.empty();

    /**
     * Creates it, without a login.
     *
     * @param direct hosts that are called without it, in lower case; one that begins with a dot means all below it
     */
    public Proxy(String host, int port, List<String> direct) {
        this.server = new HttpHost("http", bare(host), port);
        this.direct = direct.stream().map(Proxy::bare).toList();
    }

    /** Shows another user and password from now on. */
    public Proxy withLogin(String user, String password) {
        login = Optional.of(new UsernamePasswordCredentials(user, password.toCharArray()));
        return this;
    }

    void configure(HttpClientBuilder builder) {
        builder.setRoutePlanner(new Planner(this)).setDefaultCredentialsProvider(this::credentials);
    }

    private @Nullable Credentials credentials(AuthScope scope, HttpContext context) {
        boolean itself = server.getHostName().equalsIgnoreCase(scope.getHost()) && server.getPort() == scope.getPort();
        return itself ? login.orElse(null) : null;
    }

    boolean isFor(HttpHost target) {
        String host = bare(target.getHostName().toLowerCase(Locale.ROOT));
        return direct.stream().noneMatch(each -> each.startsWith(".") ? host.endsWith(each) : host.equals(each));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Planner of the way of each call: through the proxy, or not. */
    private static final class Planner extends DefaultRoutePlanner {

        private final Proxy proxy;

        Planner(Proxy proxy) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.proxy = proxy;
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxy.isFor(target) ? proxy.server : null;
        }
    }
}
