package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.documents.Document;
import io.turnstile.endtoend.fixture.Certificates;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/security.md, each against a Kafka that lets in nobody else: whoever follows one must get in. */
class SecuredKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String SECRET = "a-secret-of-turnstile";

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        certificates.make("broker");
        certificates.make("turnstile");
    }

    @Test
    void shouldPassBookingsWithAPasswordOverTls() throws Exception {
        Map<String, String> broker = overTls("SASL_SSL");
        broker.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        broker.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        broker.put(
                "listener.name.plaintext.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
                        + " password=\"admin-secret\" user_admin=\"admin-secret\";");
        broker.put(
                "listener.name.plaintext.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        try (EmbeddedKafka kafka = EmbeddedKafka.startWith(broker)) {
            try (Admin admin = Admin.create(Map.of(
                    "bootstrap.servers",
                    kafka.brokers(),
                    "security.protocol",
                    "SASL_SSL",
                    "sasl.mechanism",
                    "PLAIN",
                    "ssl.truststore.type",
                    "PEM",
                    "ssl.truststore.location",
                    certificates.certificate("broker").toString(),
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
                            + " password=\"admin-secret\";"))) {
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                "turnstile", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), SECRET)))
                        .all()
                        .get();
            }

            assertThatBookingsPass(kafka, recipe("kafka-sasl-ssl"));
        }
    }

    @Test
    void shouldPassBookingsWithACertificateOfItsOwn() throws Exception {
        Map<String, String> broker = overTls("SSL");
        broker.put("ssl.client.auth", "required");

        try (EmbeddedKafka kafka = EmbeddedKafka.startWith(broker)) {
            assertThatBookingsPass(kafka, recipe("kafka-mtls"));
        }
    }

    @Test
    void shouldPassBookingsWithTokensOfAnOAuthServer() throws Exception {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("one");
        HttpServer login = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        String address = "http://127.0.0.1:" + login.getAddress().getPort();
        login.createContext("/keys", call -> answer(call, "{\"keys\": [" + key.toJson() + "]}"));
        login.createContext("/oauth/token", call -> answer(call, token(key, call)));
        login.start();
        System.setProperty(ALLOWED_URLS, address + "/keys," + address + "/oauth/token");
        try {
            Map<String, String> broker = overTls("SASL_SSL");
            String mechanism = "listener.name.plaintext.oauthbearer.";
            broker.put("sasl.enabled.mechanisms", "OAUTHBEARER");
            broker.put("sasl.mechanism.inter.broker.protocol", "OAUTHBEARER");
            broker.put("sasl.oauthbearer.jwks.endpoint.url", address + "/keys");
            broker.put("sasl.oauthbearer.token.endpoint.url", address + "/oauth/token");
            broker.put("sasl.oauthbearer.expected.audience", "kafka");
            broker.put(
                    mechanism + "sasl.server.callback.handler.class",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
            broker.put(
                    mechanism + "sasl.login.callback.handler.class",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
            broker.put("sasl.oauthbearer.client.credentials.client.id", "broker");
            broker.put("sasl.oauthbearer.client.credentials.client.secret", SECRET);
            broker.put(
                    mechanism + "sasl.jaas.config",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
            Map<String, String> recipe = recipe("kafka-oauthbearer");
            recipe.put("sasl.oauthbearer.token.endpoint.url", address + "/oauth/token");

            try (EmbeddedKafka kafka = EmbeddedKafka.startWith(broker)) {
                assertThatBookingsPass(kafka, recipe);
            }
        } finally {
            System.clearProperty(ALLOWED_URLS);
            login.stop(0);
        }
    }

    private static void assertThatBookingsPass(EmbeddedKafka kafka, Map<String, String> recipe) throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url());
                LogLines log = LogLines.collect()) {
            recipe.forEach((key, value) -> stage.with("kafka.properties." + key, value));
            stage.startPipeline();
            List<String> ids =
                    stage.send(SampleRequests.mixed(ALTEGIO.simulator().world(), 7, 40));
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(log.lines()).noneMatch(line -> line.contains(SECRET) || line.contains(Certificates.PASSWORD));
        }
    }

    /** Returns what somebody writes who follows a recipe, without {@code turnstile.kafka.properties.}. */
    private static Map<String, String> recipe(String name) throws IOException {
        String text = Document.of("docs/security.md").blocks().stream()
                .filter(block -> block.type().equals(name))
                .findFirst()
                .orElseThrow()
                .text();
        Properties written = new Properties();
        written.load(new StringReader(text));
        Map<String, String> recipe = new HashMap<>();
        written.forEach((key, value) -> recipe.put(
                key.toString().replaceFirst("^turnstile\\.kafka\\.properties\\.", ""),
                value.toString()
                        .replace(
                                "/etc/turnstile/kafka-ca.pem",
                                certificates.certificate("broker").toString())
                        .replace(
                                "/etc/turnstile/turnstile.p12",
                                certificates.keyStore("turnstile").toString())
                        .replace("\"...\"", "\"" + SECRET + "\"")));
        recipe.computeIfPresent("ssl.keystore.password", (key, any) -> Certificates.PASSWORD);
        recipe.computeIfPresent("sasl.oauthbearer.client.credentials.client.secret", (key, any) -> SECRET);
        return recipe;
    }

    private static Map<String, String> overTls(String protocol) throws IOException {
        Map<String, String> broker = new HashMap<>();
        broker.put("listener.security.protocol.map", "PLAINTEXT:" + protocol + ",CONTROLLER:PLAINTEXT");
        broker.put("inter.broker.listener.name", "PLAINTEXT");
        broker.put("ssl.keystore.type", "PKCS12");
        broker.put("ssl.keystore.location", certificates.keyStore("broker").toString());
        broker.put("ssl.keystore.password", Certificates.PASSWORD);
        broker.put("ssl.truststore.type", "PEM");
        broker.put(
                "ssl.truststore.location",
                certificates.trusting("broker", "turnstile").toString());
        return broker;
    }

    private static String token(RsaJsonWebKey key, HttpExchange call) {
        String basic = call.getRequestHeaders().getFirst("Authorization").replaceFirst("Basic ", "");
        String[] client = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8).split(":", 2);
        assertThat(client[1]).isEqualTo(SECRET);
        JwtClaims claims = new JwtClaims();
        claims.setSubject(client[0]);
        claims.setAudience("kafka");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        JsonWebSignature signed = new JsonWebSignature();
        signed.setPayload(claims.toJson());
        signed.setKey(key.getPrivateKey());
        signed.setKeyIdHeaderValue(key.getKeyId());
        signed.setAlgorithmHeaderValue("RS256");
        try {
            return "{\"access_token\": \"" + signed.getCompactSerialization() + "\", \"expires_in\": 600,"
                    + " \"token_type\": \"Bearer\"}";
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange call, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        call.getRequestBody().readAllBytes();
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(200, body.length);
        call.getResponseBody().write(body);
        call.close();
    }
}
