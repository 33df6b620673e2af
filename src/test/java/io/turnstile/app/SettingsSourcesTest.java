package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting that is misspelt and quietly ignored shows up as an outage, weeks later. */
class SettingsSourcesTest {
    @TempDir
    private Path home;

    @Test
    void shouldPreferTheEnvironmentWhenAKeyIsSetInBoth() {
        Settings settings = read(
                Map.of(
                        "turnstile.altegio.base-url",
                        "https://file.example/api",
                        "turnstile.membership.max-checks",
                        "7"),
                Map.of("TURNSTILE_ALTEGIO_BASE_URL", "https://env.example/api"));

        assertThat(settings.altegio().baseUrl()).hasHost("env.example");
        assertThat(settings.placeholders()).containsEntry("turnstile.altegio.base-url", "https://env.example/api");
        assertThat(settings.maxChecks()).isEqualTo(7);
    }

    @Test
    void shouldTakeTheDefaultWhenAValueIsBlank() {
        assertThat(read(Map.of("turnstile.intake.batch-size", " "), Map.of())
                        .intake()
                        .batchSize())
                .isEqualTo(500);
    }

    @Test
    void shouldReadKafkaPropertiesFromFileAndEnvironment() {
        Settings settings = read(
                Map.of(
                        "turnstile.kafka.properties.security.protocol", "SASL_PLAINTEXT",
                        "turnstile.kafka.properties.sasl.mechanism", "PLAIN"),
                Map.of("TURNSTILE_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_SSL"));

        assertThat(settings.kafka().properties())
                .containsOnly(Map.entry("security.protocol", "SASL_SSL"), Map.entry("sasl.mechanism", "PLAIN"));
    }

    @ParameterizedTest
    @CsvSource({
        "turnstile.altegio.baseurl, turnstile.altegio.base-url",
        "turnstile.kafka.broker, turnstile.kafka.brokers",
        "turnstile.altegio.partnertoken, turnstile.altegio.partner-token"
    })
    void shouldNameTheNearestKeyWhenAKeyOfTheFileIsUnknown(String key, String nearest) {
        assertThatThrownBy(() -> read(Map.of(key, "1"), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + ": did you mean " + nearest + " ")
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "TURNSTILE_ALTEGIO_BASEURL, TURNSTILE_ALTEGIO_BASE_URL",
        "TURNSTILE_HTTP_PORTS, TURNSTILE_HTTP_PORT",
        "TURNSTILE_TOPIC_DEADLETTERS, TURNSTILE_TOPIC_DEAD_LETTERS"
    })
    void shouldNameTheNearestVariableWhenAVariableIsUnknown(String variable, String nearest) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(variable, "1")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("environment variable " + variable + ": did you mean ")
                .hasMessageContaining("(" + nearest + ")?");
    }

    /** Kubernetes sets these in every pod beside a service named turnstile: nobody can take them away. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TURNSTILE_SERVICE_HOST",
                "TURNSTILE_SERVICE_PORT",
                "TURNSTILE_SERVICE_PORT_HTTP",
                "TURNSTILE_PORT",
                "TURNSTILE_PORT_8080_TCP",
                "TURNSTILE_PORT_8080_TCP_ADDR",
                "TURNSTILE_PORT_8080_TCP_PROTO",
                "TURNSTILE_JAVA_OPTS"
            })
    void shouldStartWhenKubernetesOrTheLauncherSetAVariable(String variable) {
        assertThatCode(() -> read(Map.of(), Map.of(variable, "10.0.171.239"))).doesNotThrowAnyException();
    }

    @Test
    void shouldLetRoutesUseKeysOfTheUsersOwn() {
        Settings settings = read(Map.of("crm.topic", "crm.bookings"), Map.of("PATH", "/bin"));

        assertThat(settings.placeholders()).containsEntry("crm.topic", "crm.bookings");
    }

    @Test
    void shouldReadAFileInUtf8() throws Exception {
        Path file = home.resolve("application.properties");
        Files.writeString(file, "# für\nturnstile.instance = zürich-1 \n", StandardCharsets.UTF_8);

        assertThat(Settings.load(file, Map.of(), home).instance()).isEqualTo("zürich-1");
    }

    @Test
    void shouldSayInOneLineWhenTheFileIsMissingOrCannotBeRead() throws Exception {
        Path broken = Files.write(home.resolve("broken.properties"), new byte[] {'a', '=', (byte) 0xC3, 0x28});

        assertThatThrownBy(() -> Settings.load(home.resolve("none.properties"), Map.of(), home))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("There is no file")
                .hasMessageContaining("--config");
        assertThatThrownBy(() -> Settings.load(broken, Map.of(), home))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("UTF-8");
    }

    private Settings read(Map<String, String> file, Map<String, String> environment) {
        return Settings.read(file, environment, home);
    }
}
