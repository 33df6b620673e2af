package io.turnstile.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, a secret may stand in a log or a topic, and nobody sees it. */
class SecretCheckTest {

    private static final String SECRET = "partner+7d1e0a93/c5f2";

    @TempDir
    private Path folder;

    private final SecretCheck check = new SecretCheck(List.of("other-secret-1234", SECRET));

    @Test
    void shouldFindNothingWhereNothingIs() throws IOException {
        Files.writeString(folder.resolve("one.log"), "Authorization: Bearer ***, User ***");

        assertThat(check.violations(folder)).isEmpty();
    }

    @Test
    void shouldFindItPlainAndPercentEncoded() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("plain"), "Bearer " + SECRET + ", User");
        Files.writeString(folder.resolve("encoded"), "q=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8));

        assertThat(check.violations(folder))
                .extracting(Violation::text)
                .containsExactlyInAnyOrder("in a/plain", "in encoded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "Authorization: Bearer "})
    void shouldFindItInBase64WhateverStandsBeforeIt(String before) throws IOException {
        Files.writeString(
                folder.resolve("one"),
                Base64.getEncoder().encodeToString((before + SECRET + ", User x").getBytes(StandardCharsets.UTF_8)));

        assertThat(check.violations(folder)).hasSize(1);
    }

    @Test
    void shouldFindItAcrossTheEdgeOfWhatIsReadAtOnce() throws IOException {
        Files.writeString(folder.resolve("large"), "x".repeat(4 * 1024 * 1024 - 7) + SECRET);

        assertThat(check.violations(folder)).hasSize(1);
    }
}
