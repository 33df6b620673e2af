package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What Altegio says stands in logs, letters and on terminals: it must not write lines of its own there, or hide others. */
class ErrorResponseTest {

    @Test
    void shouldTellOnOneLineWithoutControlCharactersWhatAltegioSaid() {
        String body = "{\"success\": false, \"meta\": {\"message\":"
                + " \"Event\\r\\nnot \\u001b[2J\\u0000found\\u202e\\u2028 for cli\\u00e9nt \\u0085\"}}";

        assertThat(ErrorResponse.message(body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Event not [2J found for cliént");
    }
}
