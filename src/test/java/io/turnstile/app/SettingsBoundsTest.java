package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that cannot work is refused at the start, in words that say what would; not found out in the night. */
class SettingsBoundsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "turnstile.topic.create|yes|true or false",
                "turnstile.topic.create|TRUE|true or false",
                "turnstile.topic.partitions|0|a whole number from 1 to 10000",
                "turnstile.topic.replication|-2|-1 or a whole number from 1 to 100",
                "turnstile.topic.replication|0|-1 or a whole number from 1 to 100",
                "turnstile.topic.requests|booking requests|the name of a topic",
                "turnstile.topic.requests|a,b|the name of a topic",
                "turnstile.topic.schedules|..|the name of a topic",
                "turnstile.topic.schedules|__consumer_offsets|the name of a topic",
                "turnstile.topic.dead-letters|überholt|the name of a topic",
                "turnstile.topic.jobs|jobs # mine|the name of a topic",
                "turnstile.topic.retry|retry?groupId=x|the name of a topic",
                "turnstile.instance|pod 1|1 to 128 letters, digits",
                "turnstile.instance|zürich-1|1 to 128 letters, digits",
                "turnstile.instance|\"a\"|1 to 128 letters, digits",
                "turnstile.kafka.group|turnstile&x=1|1 to 100 letters, digits",
                "turnstile.kafka.group|turnstile # mine|1 to 100 letters, digits",
                "turnstile.kafka.brokers|localhost|host:port",
                "turnstile.kafka.brokers|localhost:|host:port",
                "turnstile.kafka.brokers|localhost:0|host:port",
                "turnstile.kafka.brokers|localhost:70000|host:port",
                "turnstile.kafka.brokers|a:9092;b:9092|host:port",
                "turnstile.kafka.brokers|a:9092 b:9092|host:port",
                "turnstile.kafka.brokers|::1:9092|host:port",
                "turnstile.kafka.brokers|a:9092,,b:9092|host:port",
                "turnstile.intake.batch-size|٥|a whole number from 1 to 10000",
                "turnstile.intake.consumers|0|a whole number from 1 to 100",
                "turnstile.intake.batch-size|ten|a whole number from 1 to 10000",
                "turnstile.intake.batch-size|99999999999|a whole number from 1 to 10000",
                "turnstile.intake.concurrency|2001|a whole number from 1 to 2000",
                "turnstile.altegio.quota.per-second|-1|a whole number from 0 to 100000",
                "turnstile.altegio.quota.per-minute|1.5|a whole number from 0 to 1000000",
                "turnstile.altegio.quota.shared|1|true or false",
                "turnstile.altegio.timeout|99ms|a time like 500ms, 10s or 2m",
                "turnstile.altegio.timeout|6m|a time like 500ms, 10s or 2m",
                "turnstile.altegio.timeout|10S|a time like 500ms, 10s or 2m",
                "turnstile.altegio.timeout|5000|a time like 500ms, 10s or 2m",
                "turnstile.altegio.timeout|1s500|a time like 500ms, 10s or 2m",
                "turnstile.altegio.timeout|٥s|a time like 500ms, 10s or 2m",
                "turnstile.altegio.types-ttl|10m10m|a time like 500ms, 10s or 2m",
                "turnstile.altegio.types-ttl|100000000000000d|a time like 500ms, 10s or 2m",
                "turnstile.retry.delays|10,60,600|a time like 500ms, 10s or 2m",
                "turnstile.retry.delays|10s,|a time like 500ms, 10s or 2m",
                "turnstile.altegio.base-url|https://api.alteg.io:99999/api|an http or https address",
                "turnstile.altegio.timeout|soon|a time like 500ms, 10s or 2m",
                "turnstile.altegio.types-ttl|0s|a time like 500ms, 10s or 2m",
                "turnstile.altegio.types-ttl|-1s|a time like 500ms, 10s or 2m",
                "turnstile.altegio.types-ttl|99999999999999999999d|a time like 500ms, 10s or 2m",
                "turnstile.retry.delays|10s,,1m|a time like 500ms, 10s or 2m",
                "turnstile.retry.delays|10s,25h|a time like 500ms, 10s or 2m",
                "turnstile.membership.max-checks|0|a whole number from 1 to 100",
                "turnstile.http.port|65536|a whole number from 0 to 65535",
                "turnstile.altegio.base-url|api.alteg.io|an http or https address",
                "turnstile.altegio.base-url|ftp://api.alteg.io|an http or https address",
                "turnstile.altegio.base-url|https://|an http or https address",
                "turnstile.altegio.base-url|https://api.alteg.io/?a=1|an http or https address",
                "turnstile.altegio.base-url|https://api.alteg.io/a%00b|an http or https address",
                "turnstile.altegio.base-url|https://api.alteg.io/a%0Ab|an http or https address",
                "turnstile.altegio.base-url|https://api alteg.io|an http or https address"
            })
    void shouldNameTheKeyTheRuleAndTheValueWhenAValueIsOutOfRange(String key, String value, String rule) {
        assertThatThrownBy(() -> read(key, value))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + " must be " + rule)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "turnstile.topic.replication|-1",
                "turnstile.altegio.quota.per-second|0",
                "turnstile.altegio.quota.per-minute|0",
                "turnstile.altegio.timeout|100ms",
                "turnstile.altegio.timeout|5m",
                "turnstile.altegio.types-ttl|24h",
                "turnstile.kafka.group|team:booking/turnstile@eu~1",
                "turnstile.kafka.brokers|[::1]:9092",
                "turnstile.kafka.brokers|kafka-1.example:9092,kafka_2:9093",
                "turnstile.kafka.brokers|SASL_SSL://kafka-1:9092",
                "turnstile.altegio.timeout|1m30s",
                "turnstile.retry.delays|1ms, 2s , 24h",
                "turnstile.http.port|0"
            })
    void shouldTakeAValueWhenItIsJustInRange(String key, String value) {
        assertThat(read(key, value).placeholders()).containsEntry(key, value);
    }

    @Test
    void shouldSayInOneShortLineWhatIsWrongWhenAValueIsNoPathOrVeryLong() {
        assertThatThrownBy(() -> Settings.read(Map.of("turnstile.routes", "rou\u0000tes"), Map.of(), Path.of(".")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("turnstile.routes must be the path of a file or folder and is 'rou");
        assertThatThrownBy(
                        () -> Settings.read(Map.of("turnstile.http.port", "8".repeat(100_000)), Map.of(), Path.of(".")))
                .isInstanceOf(SettingsException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("turnstile.http.port must be a whole number from 0 to 65535 and is '888")
                .hasSizeLessThan(300);
    }

    @Test
    void shouldDropTheSlashWhenTheBaseUrlEndsWithOne() {
        assertThat(read("turnstile.altegio.base-url", "http://127.0.0.1:8090/api/v1/")
                        .altegio()
                        .baseUrl())
                .hasToString("http://127.0.0.1:8090/api/v1");
    }

    @Test
    void shouldShowRoutesWhatIsMeantWhenItIsWrittenOddly() {
        assertThat(read("turnstile.altegio.base-url", "http://127.0.0.1:8090/api/v1//")
                        .placeholders())
                .containsEntry("turnstile.altegio.base-url", "http://127.0.0.1:8090/api/v1");
        assertThat(read("turnstile.intake.batch-size", "+0500").placeholders())
                .containsEntry("turnstile.intake.batch-size", "500");
        assertThat(read("turnstile.kafka.brokers", " a:1 , b:2 ").placeholders())
                .containsEntry("turnstile.kafka.brokers", "a:1,b:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedules=booking.requests",
                "dead-letters=booking.schedules",
                "jobs=booking.dead-letters.resolutions",
                "schedules=booking.requests.retry.2",
                "requests=booking.requests.retry.7",
                "schedules=booking_requests"
            })
    void shouldNameBothRolesInOneLineWhenTheyShareATopic(String setting) {
        String[] parts = setting.split("=");
        assertThatThrownBy(() -> read("turnstile.topic." + parts[0], parts[1]))
                .isInstanceOf(SettingsException.class)
                .hasMessageMatching("turnstile\\.topic\\.\\S+ and turnstile\\.topic\\.\\S+ .*")
                .hasMessageContaining(parts[1])
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"turnstile-retry", "turnstile-replay"})
    void shouldRefuseAGroupThatTurnstileMakesForItself(String group) {
        assertThatThrownBy(() -> read("turnstile.kafka.group", group))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("turnstile.kafka.group must not end with -retry or -replay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer 123", "'123'", "a,b", "schlüssel", "a\nb"})
    void shouldRefuseATokenThatNoHeaderCanCarryAndNotRepeatIt(String token) {
        assertThatThrownBy(() -> read("turnstile.altegio.partner-token", token))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("turnstile.altegio.partner-token must be")
                .hasMessageNotContaining(token);
    }

    /** Whoever can guess a token is an operator. */
    @ParameterizedTest
    @ValueSource(strings = {"turnstile.http.viewer-token", "turnstile.http.operator-token"})
    void shouldRefuseATokenThatIsShortAndNotRepeatIt(String key) {
        assertThatThrownBy(() -> read(key, "fifteen-letters"))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        key + " must have 16 characters or more, letters, digits and signs of ASCII without spaces");
        assertThat(read(key, "sixteen--letters").http()).isNotNull();
    }

    @Test
    void shouldNameTheDeploymentByItsGroupInEventsUnlessItIsNamed() {
        assertThat(read("turnstile.kafka.group", "eu").source()).isEqualTo("/turnstile/eu");
        assertThat(read("turnstile.source", "https://example.org/turnstile").source())
                .isEqualTo("https://example.org/turnstile");
        assertThatThrownBy(() -> read("turnstile.source", "my source"))
                .hasMessageContaining("turnstile.source must be");
    }

    private static Settings read(String key, String value) {
        return Settings.read(Map.of(key, value), Map.of(), Path.of("."));
    }
}
