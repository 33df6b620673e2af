package io.turnstile.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.simulator.ApiClient;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.api.ApiOperation;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What firewalls, proxies and broken programs answer in Altegio's place: without it nobody knows what Turnstile makes of it. */
class OddResponsesTest {
    private static final String TYPES = "/company/720441/loyalty/abonement_types/search";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final ApiClient client = new ApiClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "html|403|<!DOCTYPE html>",
                "html:404|404|<!DOCTYPE html>",
                "html:503|503|<!DOCTYPE html>",
                "redirect|301|<!DOCTYPE html>",
                "redirect:308|308|<!DOCTYPE html>",
                "empty:407|407|''",
                "empty:425|425|''",
                "error:405|405|{\"success\":false,\"data\":null,\"meta\":{",
                "error:401|401|{\"success\":false,\"data\":null,\"meta\":{",
                "success_false|200|{\"success\":false",
                "wrong_shape|200|{\"status\":\"ok\"",
                "quote:403|403|{\"success\":false"
            })
    void shouldAnswerAllCallsAsTold(String odd, int status, String begin) throws Exception {
        simulator.faults().set(Faults.none().withOdd(OddResponses.forAll(OddResponse.parse(odd))));

        HttpResponse<String> reply = client.get(TYPES).response();

        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body()).startsWith(begin);
        assertThat(reply.headers().firstValue("Content-Type").orElse(""))
                .startsWith(begin.startsWith("{") ? "application/json" : "text/html");
        assertThat(reply.headers().firstValue("Location").isPresent()).isEqualTo(odd.startsWith("redirect"));
        assertThat(simulator.stats().snapshot().count(ApiOperation.TYPES, status))
                .isEqualTo(1);
    }

    @Test
    void shouldQuoteTheSecretsPlainlyAndEncoded() throws Exception {
        simulator.faults().set(Faults.none().withOdd(OddResponses.forAll(OddResponse.of(OddKind.QUOTE))));

        assertThat(client.get(TYPES).response().body())
                .contains("Authorization: Bearer sim-partner, User sim-user")
                .contains("sim-partner%2C+User+sim-user");
        assertThat(client.auth("sim-login", "sim-password").response().body()).contains("sim-password");
    }

    @Test
    void shouldSpareAllOthersWhenOneClientOrLocationIsMeant() throws Exception {
        simulator
                .faults()
                .set(Faults.none()
                        .withFailingLocations(Map.of(720442L, 401))
                        .withOdd(OddResponses.none()
                                .withClients(Map.of(146000001L, OddResponse.of(OddKind.ERROR, 401)))
                                .withLocations(Map.of(720443L, OddResponse.of(OddKind.HTML)))));

        assertThat(client.search(720441, 146000001, 12341).status()).isEqualTo(401);
        assertThat(client.search(720443, 146000002, 12541).status()).isEqualTo(403);
        assertThat(client.types(720442, "").status()).isEqualTo(401);
        assertThat(client.search(720441, 146000002, 12341).status()).isEqualTo(200);
    }

    @Test
    void shouldEndTheAnswerButNotItsGzip() throws Exception {
        simulator.faults().set(Faults.none().withOdd(OddResponses.forAll(OddResponse.of(OddKind.ENDLESS_GZIP))));

        HttpResponse<byte[]> reply = raw().send(client.request(TYPES).build(), BodyHandlers.ofByteArray());

        assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void shouldSendTheGoodAnswerByteByByteWhenItDrips() throws Exception {
        Duration pause = Duration.ofMillis(1);
        simulator.faults().set(Faults.none().withOdd(OddResponses.forAll(new OddResponse(OddKind.DRIP, 0, pause))));
        assertThat(client.search(720441, 146000001, 12341).body().has("data")).isTrue();

        simulator
                .faults()
                .set(Faults.none()
                        .withOdd(OddResponses.forAll(new OddResponse(OddKind.DRIP, 0, Duration.ofMinutes(1)))));
        HttpResponse<InputStream> dripping = raw().send(client.request(TYPES).build(), BodyHandlers.ofInputStream());
        try (InputStream in = dripping.body()) {
            assertThat(in.read()).isEqualTo('{');
            assertThat(in.available()).isZero();
        }
    }

    @Test
    void shouldSayWhatKindsThereAreWhenItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OddResponse.parse("page:403"))
                .withMessageContaining("not \"page:403\"; kinds are error, html, redirect,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OddResponse.parse("html:many"))
                .withMessageContaining("html:403");
    }

    private static java.net.http.HttpClient raw() {
        return java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .build();
    }
}
