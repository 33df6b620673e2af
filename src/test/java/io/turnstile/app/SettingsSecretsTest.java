package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.config.Secrets;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A secret that a route can print, or that stands in a log of the settings, is a secret no more. */
class SettingsSecretsTest {
    private static final String SECRET = "s3cr3t-9f1c-7be2";

    @Test
    void shouldShowNoSecretToRoutesNorInText() {
        Settings settings = read(Map.of(
                "turnstile.altegio.partner-token", SECRET,
                "turnstile.altegio.user-token", SECRET,
                "turnstile.altegio.login", SECRET,
                "turnstile.altegio.password", SECRET,
                "turnstile.http.viewer-token", SECRET,
                "turnstile.http.operator-token", SECRET,
                "turnstile.kafka.properties.sasl.jaas.config", SECRET));

        assertThat(settings.altegio().password()).hasValue(SECRET);
        assertThat(settings.kafka().properties()).containsValue(SECRET);
        assertThat(settings.placeholders().toString()).doesNotContain(SECRET);
        assertThat(settings.toString()).doesNotContain(SECRET);
        assertThat(settings.kafka().toString()).doesNotContain(SECRET);
    }

    @Test
    void shouldNotShowTheUsersOwnKeysInText() {
        Settings settings = read(Map.of("crm.token", SECRET));

        assertThat(settings.placeholders()).containsEntry("crm.token", SECRET);
        assertThat(settings.toString()).doesNotContain(SECRET);
    }

    @Test
    void shouldNotRepeatThePasswordWhenSomeonePutsOneIntoTheBaseUrl() {
        assertThatThrownBy(() -> read(Map.of("turnstile.altegio.base-url", "https://me:" + SECRET + "@api.alteg.io")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("turnstile.altegio.base-url")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void shouldBlotOutEachSecretOfKafkasClients() {
        Settings settings = read(Map.of(
                "turnstile.kafka.properties.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"studio\" password=plain-9f1c7be2;",
                "turnstile.kafka.properties.ssl.keystore.password",
                "keystore-9f1c7be2",
                "turnstile.kafka.properties.ssl.keystore.key",
                "private-key-9f1c7be2",
                "turnstile.kafka.properties.sasl.oauthbearer.client.credentials.client.secret",
                "client-9f1c7be2"));

        assertThat(Secrets.of(settings)
                        .apply("plain-9f1c7be2, keystore-9f1c7be2, private-key-9f1c7be2, client-9f1c7be2, studio"))
                .isEqualTo("***, ***, ***, ***, studio");
    }

    private static Settings read(Map<String, String> file) {
        return Settings.read(file, Map.of(), Path.of("."));
    }
}
