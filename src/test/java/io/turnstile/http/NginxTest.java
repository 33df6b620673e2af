package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnstile.documents.Document;
import io.turnstile.endtoend.fixture.Certificates;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.http.access.PublicUrl;
import io.turnstile.tls.TrustFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of docs/security.md, with a real nginx where there is one: whoever follows it must see the console. */
class NginxTest {

    private static final Path NGINX = Path.of("/usr/sbin/nginx");

    @TempDir
    private Path folder;

    @Test
    void shouldShowTheConsoleUnderAPathOverTls() throws Exception {
        assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
        Certificates certificates = new Certificates(folder);
        certificates.make("ops");
        int port = freePort();
        URI address = URI.create("https://localhost:" + port + "/turnstile/");
        HttpConfig config = new HttpConfig(
                "127.0.0.1",
                0,
                Optional.of(ApiServer.LOOK),
                Optional.of(ApiServer.REPLAY),
                PublicUrl.parse(address.toString()));
        try (ApiServer server = new ApiServer(config, Clock.systemUTC());
                TurnstileProcess nginx = nginx(recipe(port, server.port(), certificates))) {
            HttpClient browser = HttpClient.newBuilder()
                    .sslContext(new TrustFile("trust", certificates.certificate("ops")).context())
                    .build();
            await().atMost(Duration.ofSeconds(120)).ignoreExceptions().until(() -> {
                assertThat(nginx.isAlive()).as(() -> nginx.err().toString()).isTrue();
                return get(browser, address).statusCode() == 200;
            });

            assertThat(get(browser, address).body()).contains("console/main.js");
            assertThat(get(browser, address.resolve("console/main.js")).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> session = browser.send(
                    HttpRequest.newBuilder(address.resolve("api/session"))
                            .header("Content-Type", "application/json")
                            .header("Origin", "https://localhost:" + port)
                            .POST(BodyPublishers.ofString("{\"token\": \"" + ApiServer.REPLAY + "\"}"))
                            .build(),
                    BodyHandlers.ofString());
            String cookie = session.headers().firstValue("set-cookie").orElseThrow();
            assertThat(cookie).contains("; Path=/turnstile;", "; Secure");
            assertThat(get(browser, address.resolve("api/session"), "Cookie", cookie.split(";")[0])
                            .body())
                    .contains("\"operator\"");
            assertThat(get(browser, address.resolve("api/session")).statusCode())
                    .isEqualTo(401);
        }
    }

    private static HttpResponse<String> get(HttpClient browser, URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return browser.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private static String recipe(int port, int behind, Certificates certificates) throws Exception {
        return Document.of("docs/security.md").blocks().stream()
                .filter(block -> block.type().equals("console-nginx"))
                .findFirst()
                .orElseThrow()
                .text()
                .replace("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
                .replace("ops.example.com", "localhost")
                .replace("127.0.0.1:8080", "127.0.0.1:" + behind)
                .replace("/etc/nginx/ops.pem", certificates.certificate("ops").toString())
                .replace("/etc/nginx/ops.key", certificates.key("ops").toString());
    }

    private TurnstileProcess nginx(String server) throws Exception {
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                %2$s
                }
                """
                        .formatted(folder, server));
        return TurnstileProcess.command(
                Map.of(), List.of(NGINX.toString(), "-p", folder.toString(), "-c", file.toString()));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
