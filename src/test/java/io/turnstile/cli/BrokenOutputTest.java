package io.turnstile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The disk is full, or the reader of a pipe left. If this fails, a script takes half a list for all of it. */
class BrokenOutputTest {

    @Test
    void shouldFailWithOneLineWhenNotAllCouldBeWritten() {
        StringWriter errors = new StringWriter();
        CommandLine turnstile = Turnstile.commandLine();
        turnstile.setOut(new PrintWriter(new FullDisk()));
        turnstile.setErr(new PrintWriter(errors, true));

        assertThat(turnstile.execute("dead-letters", "--help")).isEqualTo(Turnstile.FAILED);
        assertThat(errors.toString().lines())
                .containsExactly("turnstile: Could not write all of it: is the disk full, or did the reader leave?");
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
