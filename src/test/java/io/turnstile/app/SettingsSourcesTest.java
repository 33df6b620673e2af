package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Kubernetes sets these in every pod beside a service whose name begins with turnstile: nobody can take them away. */
    @ParameterizedTest
    @CsvSource({
        "TURNSTILE_SERVICE_HOST, 10.0.171.239",
        "TURNSTILE_SERVICE_PORT, 8080",
        "TURNSTILE_SERVICE_PORT_HTTP, 8080",
        "TURNSTILE_PORT, tcp://10.0.171.239:8080",
        "TURNSTILE_PORT_8080_TCP, tcp://10.0.171.239:8080",
        "TURNSTILE_PORT_8080_TCP_ADDR, 10.0.171.239",
        "TURNSTILE_PORT_8080_TCP_PORT, 8080",
        "TURNSTILE_PORT_8080_TCP_PROTO, tcp",
        "TURNSTILE_PORT_53_UDP_ADDR, 10.0.171.239",
        "TURNSTILE_PORT_132_SCTP, sctp://10.0.171.239:132",
        "TURNSTILE_ANYTHING_SERVICE_HOST, 10.0.171.239",
        "TURNSTILE_EU_1_SERVICE_PORT_METRICS, 9090",
        "TURNSTILE_KAFKA_PORT_9092_TCP_ADDR, 10.0.171.239",
        "TURNSTILE_KAFKA_PROPERTIES_SERVICE_HOST, 10.0.171.239",
        "TURNSTILE_HTTP_SERVICE_PORT, 80",
        "TURNSTILE_HTTP_PORT, tcp://10.0.171.239:80",
        "TURNSTILE_PROXY_PORT, tcp://10.0.171.239:3128",
        "TURNSTILE_CONSOLE_PORT, udp://[fd00::1]:80",
        "TURNSTILE_JAVA_OPTS, -Xmx1g"
    })
    void shouldStartWhenKubernetesOrTheLauncherSetAVariable(String variable, String value) {
        assertThat(read(Map.of(), Map.of(variable, value))).isEqualTo(read(Map.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"turnstile.http.port", "turnstile_http_port", "TURNSTILE_HTPP_PORT", "Turnstile_Http_Port"})
    void shouldRefuseAVariableThatNobodyReads(String variable) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(variable, "8081")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(variable)
                .hasMessageContaining("TURNSTILE_HTTP_PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Turnstile.http.port", "turnstlie.http.port", "turnstyle.http.port", "turnstile-http.port"})
    void shouldRefuseAKeyWhoseFirstWordIsMisspelt(String key) {
        assertThatThrownBy(() -> read(Map.of(key, "8081"), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + ": did you mean turnstile.http.port ");
    }

    @Test
    void shouldHaveAVariableOfItsOwnForEveryKey() {
        List<String> variables = read(Map.of(), Map.of()).placeholders().keySet().stream()
                .map(key -> key.replace('.', '_').replace('-', '_'))
                .toList();
        assertThat(variables).doesNotHaveDuplicates();
    }

    @Test
    void shouldLetRoutesUseKeysOfTheUsersOwn() {
        Settings settings = read(Map.of("crm.topic", "crm.bookings"), Map.of("PATH", "/bin"));

        assertThat(settings.placeholders()).containsEntry("crm.topic", "crm.bookings");
    }

    @Test
    void shouldReadAFileInUtf8() throws Exception {
        Path file = home.resolve("application.properties");
        Files.writeString(file, "# für\nmy.town = Zürich \n", StandardCharsets.UTF_8);

        assertThat(Settings.load(file, Map.of(), home).placeholders()).containsEntry("my.town", "Zürich");
    }

    /** Editors on Windows put one there. */
    @Test
    void shouldReadTheFirstKeyWhenAByteOrderMarkStandsBeforeIt() throws Exception {
        Path file = home.resolve("application.properties");
        Files.writeString(file, "\uFEFFturnstile.http.port=8081\r\nturnstile.replay.max=7\r\n", StandardCharsets.UTF_8);

        assertThat(Settings.load(file, Map.of(), home).http().port()).isEqualTo(8081);
        assertThat(Settings.load(file, Map.of(), home).replayMax()).isEqualTo(7);
    }

    @Test
    void shouldNameLineAndEncodingWhenTheFileIsNotUtf8() throws Exception {
        Path latin =
                Files.write(home.resolve("latin.properties"), "a=b\n# für\n".getBytes(StandardCharsets.ISO_8859_1));
        Path wide = Files.write(home.resolve("wide.properties"), "\uFEFFa=b\n".getBytes(StandardCharsets.UTF_16LE));

        assertThatThrownBy(() -> Settings.load(latin, Map.of(), home))
                .isInstanceOf(SettingsException.class)
                .hasMessage(latin + ", line 2, is not UTF-8: save the file in UTF-8");
        assertThatThrownBy(() -> Settings.load(wide, Map.of(), home))
                .isInstanceOf(SettingsException.class)
                .hasMessage(wide + " is UTF-16: save the file in UTF-8");
    }

    @Test
    void shouldRefuseAKeyThatStandsTwiceInTheFile() throws Exception {
        Path file = Files.writeString(
                home.resolve("twice.properties"), "my.key=1\nturnstile.http.port=1\nturnstile.http.port: 2\n");

        assertThatThrownBy(() -> Settings.load(file, Map.of(), home))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The key turnstile.http.port stands twice in " + file + ": leave one");
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
