package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that cannot work is refused at the start, in words that say what would; not found out in the night. */
class SettingsBoundsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "turnstile.topic.create|yes|true or false",
                "turnstile.topic.create|TRUE|true or false",
                "turnstile.topic.partitions|0|a whole number from 1 to 10000",
                "turnstile.topic.replication|-2|a whole number from -1 to 100",
                "turnstile.intake.consumers|0|a whole number from 1 to 100",
                "turnstile.intake.batch-size|ten|a whole number from 1 to 10000",
                "turnstile.intake.batch-size|99999999999|a whole number from 1 to 10000",
                "turnstile.intake.concurrency|2001|a whole number from 1 to 2000",
                "turnstile.altegio.quota.per-second|-1|a whole number from 0 to 100000",
                "turnstile.altegio.quota.per-minute|1.5|a whole number from 0 to 1000000",
                "turnstile.altegio.quota.shared|1|true or false",
                "turnstile.altegio.timeout|99ms|a time like 500ms, 10s or 2m",
                "turnstile.altegio.timeout|6m|a time like 500ms, 10s or 2m",
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
                "turnstile.retry.delays|1ms, 2s , 24h",
                "turnstile.http.port|0"
            })
    void shouldTakeAValueWhenItIsJustInRange(String key, String value) {
        assertThat(read(key, value).placeholders()).containsEntry(key, value);
    }

    @Test
    void shouldDropTheSlashWhenTheBaseUrlEndsWithOne() {
        assertThat(read("turnstile.altegio.base-url", "http://127.0.0.1:8090/api/v1/")
                        .altegio()
                        .baseUrl())
                .hasToString("http://127.0.0.1:8090/api/v1");
    }

    private static Settings read(String key, String value) {
        return Settings.read(Map.of(key, value), Map.of(), Path.of("."));
    }
}
