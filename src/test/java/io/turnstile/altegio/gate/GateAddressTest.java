package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, calls to Altegio go past the gate, uncounted, or calls elsewhere carry Altegio's tokens. */
class GateAddressTest {

    private static final HttpHost ALTEGIO = Gate.server(new HttpHost("https", "api.alteg.io", -1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.alteg.io",
                "https://api.alteg.io:443",
                "https://API.Alteg.io",
                "HTTPS://api.alteg.io"
            })
    void shouldKnowAltegioInEveryWayToWriteIt(String url) throws Exception {
        assertThat(Gate.server(HttpHost.create(url))).isEqualTo(ALTEGIO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://api.alteg.io", "https://api.alteg.io:8443", "https://alteg.io", "http://api.alteg.io:443"
            })
    void shouldTellOtherServersApart(String url) throws Exception {
        assertThat(Gate.server(HttpHost.create(url))).isNotEqualTo(ALTEGIO);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 443})
    void shouldKnowItByItsNameWhateverItsAddressIs(int port) {
        HttpHost resolved = new HttpHost("https", InetAddress.getLoopbackAddress(), "api.alteg.io", port);

        assertThat(Gate.server(resolved)).isEqualTo(ALTEGIO);
    }

    /** The base URL and the URL of a call are read by different means of the HTTP client. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.alteg.io/api/v1",
                "http://127.0.0.1:8090/api/v1",
                "http://[::1]:8090/api/v1",
                "http://[::1]/v1"
            })
    void shouldKnowTheServerOfACallBelowTheBaseUrl(String baseUrl) throws Exception {
        HttpHost called = RoutingSupport.determineHost(
                ClassicRequestBuilder.get(baseUrl + "/company/1").build());

        assertThat(Gate.server(called)).isEqualTo(Gate.server(HttpHost.create(URI.create(baseUrl))));
    }
}
