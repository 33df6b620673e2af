package io.turnstile.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.simulator.fault.Faults;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If this fails, any web page that a developer looks at can begin outages in the simulator on their machine. */
class ControlAccessTest {
    private static Simulator simulator;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorOptions.defaults());
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /outages | Content-Type: text/plain | 415",
                "POST | /outages | Content-Type: application/x-www-form-urlencoded | 415",
                "POST | /tokens/revoke | Accept: */* | 415",
                "POST | /stats/reset | Content-Type: multipart/form-data; boundary=application/json | 415",
                "PUT | /faults | Content-Type: text/plain | 415",
                "PATCH | /world/memberships/5000000 | Content-Type: text/plain | 415",
                "POST | /tokens/revoke | Origin: https://evil.example | 403",
                "POST | /tokens/revoke | Origin: null | 403",
                "DELETE | /outages | Origin: http://127.0.0.1:1 | 403",
                "POST | /stats/reset | Sec-Fetch-Site: cross-site | 403",
                "POST | /stats/reset | Sec-Fetch-Site: same-site | 403",
                "GET | /stats | Sec-Fetch-Site: cross-site | 403",
            })
    void shouldRefuseWhatAPageOfAnotherSiteCanSend(String method, String path, String header, int status)
            throws IOException {
        String type = header.startsWith("Content-Type") || header.startsWith("Accept")
                ? ""
                : "Content-Type: application/json\r\n";
        assertThat(call(method, path, "127.0.0.1:8090", type + header + "\r\n")).startsWith("HTTP/1.1 " + status);
        assertThat(simulator.faults().current()).isEqualTo(Faults.none());
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "127.0.0.1.evil.example:8090, 403",
        "localhost:8090, 200",
        "127.0.0.1, 200",
        "[::1]:8090, 200",
        "simulator:8090, 200",
        "10.1.2.3:8090, 200",
    })
    void shouldAnswerOnlyToNamesThatNobodyElsewhereCanGiveIt(String host, int status) throws IOException {
        assertThat(call("GET", "/stats", host, "")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void shouldTakeWhatADeveloperSends() throws IOException {
        String json = "Content-Type: application/json; charset=utf-8\r\n";
        assertThat(call("POST", "/stats/reset", "localhost:8090", json)).startsWith("HTTP/1.1 204");
        assertThat(call("POST", "/stats/reset", "localhost:8090", json + "Origin: http://localhost:8090\r\n"))
                .startsWith("HTTP/1.1 204");
        assertThat(call("DELETE", "/outages", "localhost:8090", "")).startsWith("HTTP/1.1 204");
    }

    private static String call(String method, String path, String host, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(simulator.url()).getPort())) {
            socket.getOutputStream()
                    .write("%s /simulator%s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .formatted(method, path, host, headers)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
