package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnstile.cli.client.ClientException;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.endtoend.fixture.Certificates;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.tls.KeyFiles;
import io.turnstile.tls.TrustFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If one of these fails, tokens pass the network for everybody to read, or a renewed certificate wants a restart. */
class ConsoleTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        certificates.make("first");
        certificates.make("second");
    }

    @Test
    void shouldShowTheNewCertificateWithoutARestartOnceBothFilesAreReplaced() throws Exception {
        Path certificate = Files.copy(certificates.certificate("first"), folder.resolve("console.pem"));
        Path key = Files.copy(certificates.key("first"), folder.resolve("console.key"));
        try (ApiServer server = serving(pem(certificate, key));
                LogLines log = LogLines.collect()) {
            assertThat(ask(server, "first")).contains("\"viewer\"");
            assertThatThrownBy(() -> ask(server, "second"))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("turnstile.http.trust-file");
            // when the certificate is replaced, and only later its key
            Files.copy(certificates.certificate("second"), certificate, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(PATIENCE).until(() -> log.lines().stream()
                    .anyMatch(line -> line.contains("holds a key that does not fit the certificate")));
            assertThat(ask(server, "first")).contains("\"viewer\"");
            Files.copy(certificates.key("second"), key, StandardCopyOption.REPLACE_EXISTING);

            await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(server, "second")
                    .contains("\"viewer\""));
            assertThatThrownBy(() -> ask(server, "first")).isInstanceOf(ClientException.class);
        }
    }

    @Test
    void shouldServeWithAPkcs12FileAndKeepTheSessionToTls() throws Exception {
        try (ApiServer server =
                serving(new KeyFiles.Pkcs12("keystore", certificates.keyStore("first"), Certificates.PASSWORD))) {
            HttpClient browser = HttpClient.newBuilder()
                    .sslContext(trusting("first").context())
                    .build();
            assertThat(browser.send(
                                    HttpRequest.newBuilder(address(server).resolve("/api/session"))
                                            .header("Content-Type", "application/json")
                                            .header("Origin", address(server).toString())
                                            .POST(BodyPublishers.ofString("{\"token\": \"" + ApiServer.LOOK + "\"}"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .headers()
                            .firstValue("set-cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie).contains("; Secure"));
        }
    }

    @Test
    void shouldRefuseInOneLineWhatIsNoCertificateOrKey() throws Exception {
        Path certificate = certificates.certificate("first");
        Path key = certificates.key("first");
        Path empty = Files.writeString(folder.resolve("empty"), "");
        Path old = Files.writeString(
                folder.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n");
        assertRefused(pem(folder.resolve("none"), key), "certificate: there is no file of certificates or keys at ");
        assertRefused(pem(empty, key), "holds no certificate in PEM (BEGIN CERTIFICATE)");
        assertRefused(pem(key, certificate), "holds no certificate in PEM (BEGIN CERTIFICATE)");
        assertRefused(pem(certificate, old), "convert it with openssl pkcs8 -topk8 -nocrypt");
        assertRefused(pem(certificate, certificates.key("second")), "holds a key that does not fit the certificate");
        assertRefused(new KeyFiles.Pkcs12("keystore", key, "any"), "is no PKCS12 file, or its password is another");
        assertRefused(
                new KeyFiles.Pkcs12("keystore", certificates.keyStore("first"), "wrong"),
                "is no PKCS12 file, or its password is another");
    }

    private static void assertRefused(KeyFiles files, String why) {
        assertThatThrownBy(() -> serving(files))
                .isInstanceOf(HttpServerException.class)
                .hasMessageContaining(why)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n", "Exception");
    }

    private static KeyFiles pem(Path certificate, Path key) {
        return new KeyFiles.Pem("certificate", certificate, "key", key);
    }

    private static ApiServer serving(KeyFiles files) {
        return new ApiServer(
                new HttpConfig(
                        "127.0.0.1",
                        0,
                        Optional.of(ApiServer.LOOK),
                        Optional.of(ApiServer.REPLAY),
                        Optional.empty(),
                        Optional.of(files)),
                Clock.systemUTC());
    }

    private static URI address(ApiServer server) {
        return URI.create("https://127.0.0.1:" + server.port());
    }

    /** Asks as a command does that trusts one of the certificates. */
    private static String ask(ApiServer server, String trusted) throws InterruptedException {
        return new TurnstileClient(
                        address(server),
                        Optional.of(ApiServer.LOOK),
                        "anna",
                        Optional.of(trusting(trusted).context()))
                .get("/api/session")
                .toString();
    }

    private static TrustFile trusting(String name) {
        return new TrustFile("trust", certificates.certificate(name));
    }
}
