package io.turnstile.altegio.gate;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Configurer that puts the gate first into the HTTP clients of camel-http. It also turns off what the client would do behind
 * the gate's back: repeating calls, which the quota would not see, and following redirects, which could carry a token
 * elsewhere. All of a client's calls take the gate's proxy, if there is one.
 */
public final class GateConfigurer implements HttpClientConfigurer {

    private final Gate gate;

    public GateConfigurer(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("turnstile-gate", gate)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
        gate.proxy().ifPresent(proxy -> proxy.configure(builder));
    }
}
