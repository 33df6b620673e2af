package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.config.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The defaults are the contract's table: another default is another behaviour for everyone who set nothing. */
class SettingsDefaultsTest {
    private final Settings settings = Settings.read(Map.of(), Map.of(), Path.of("/opt/turnstile"));

    @Test
    void shouldBeTheContractsWhenNothingIsSet() throws Exception {
        assertThat(settings.instance()).isEqualTo(InetAddress.getLocalHost().getHostName());
        assertThat(settings.kafka()).isEqualTo(new Settings.Kafka("localhost:9092", "turnstile", Map.of()));
        assertThat(settings.topics())
                .isEqualTo(new Settings.Topics(
                        "booking.requests",
                        "booking.schedules",
                        "booking.dead-letters",
                        "booking.requests.retry",
                        "booking.dead-letters.resolutions",
                        "booking.dead-letters.jobs",
                        true,
                        6,
                        -1));
        assertThat(settings.intake()).isEqualTo(new Settings.Intake(2, 500, 64));
        assertThat(settings.retryDelays())
                .containsExactly(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));
        assertThat(settings.maxChecks()).isEqualTo(3);
        assertThat(settings.replayMax()).isEqualTo(5);
        assertThat(settings.source()).isEqualTo("/turnstile/turnstile");
        assertThat(settings.routes()).isEqualTo(Path.of("/opt/turnstile/routes"));
    }

    @Test
    void shouldBeTheContractsForAltegioWhenNothingIsSet() {
        Settings.Altegio altegio = settings.altegio();

        assertThat(altegio.baseUrl()).isEqualTo(URI.create("https://api.alteg.io/api/v1"));
        assertThat(altegio.partnerToken()).isEmpty();
        assertThat(altegio.userToken()).isEmpty();
        assertThat(altegio.login()).isEmpty();
        assertThat(altegio.password()).isEmpty();
        assertThat(altegio.perSecond()).isEqualTo(5);
        assertThat(altegio.perMinute()).isEqualTo(200);
        assertThat(altegio.quotaShared()).isTrue();
        assertThat(altegio.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(altegio.typesTtl()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldBeTheContractsForTheConsoleWhenNothingIsSet() {
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.http().viewerToken()).isEmpty();
        assertThat(settings.http().operatorToken()).isEmpty();
    }

    @Test
    void shouldNameARetryTopicForEachDelay() {
        assertThat(settings.retryTopics())
                .containsExactly("booking.requests.retry.1", "booking.requests.retry.2", "booking.requests.retry.3");
    }
}
