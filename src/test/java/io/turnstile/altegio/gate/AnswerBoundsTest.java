package io.turnstile.altegio.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.altegio.gate.quota.QuotaLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If one of these fails, one answer fills the memory of the whole process, or is waited for until its time is over. */
class AnswerBoundsTest {

    /** Longer than a test waits: an answer that is stopped only by it fails the test. */
    private static final Duration LONG = Duration.ofMinutes(4);

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    enum Endless {
        BODY_OF_GIGABYTES {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii(OK + "Content-Length: 8000000000\r\n\r\n"));
                repeat(out, " ".repeat(1024));
            }
        },
        BODY_WITHOUT_LENGTH {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii(OK + "\r\n"));
                repeat(out, " ".repeat(1024));
            }
        },
        CHUNKS {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii(OK + "Transfer-Encoding: chunked\r\n\r\n"));
                repeat(out, "400\r\n" + " ".repeat(1024) + "\r\n");
            }
        },
        GZIP_BOMB {
            @Override
            void write(OutputStream out) throws IOException {
                byte[] packed = Bomb.PACKED;
                out.write(ascii(OK + "Content-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n\r\n"));
                out.write(packed);
            }
        },
        GZIP_BOMB_IN_A_BOMB {
            @Override
            void write(OutputStream out) throws IOException {
                byte[] packed = Bomb.PACKED_TWICE;
                out.write(ascii(OK + "Content-Encoding: gzip, gzip\r\nContent-Length: " + packed.length + "\r\n\r\n"));
                out.write(packed);
            }
        },
        HEADERS {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii(OK));
                repeat(out, "X-More: and more\r\n");
            }
        },
        ONE_HEADER {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii(OK + "X-Long: "));
                repeat(out, "and more ".repeat(100));
            }
        },
        STATUS_LINE {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii("HTTP/1.1 200 O"));
                repeat(out, "K".repeat(1024));
            }
        },
        CHUNK_LENGTH {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii(OK + "Transfer-Encoding: chunked\r\n\r\n1;"));
                repeat(out, "and more ".repeat(100));
            }
        },
        TRAILERS {
            @Override
            void write(OutputStream out) throws IOException {
                out.write(ascii(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n"));
                repeat(out, "X-More: and more\r\n");
            }
        };

        abstract void write(OutputStream out) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndAnAnswerThatHasNoEndAndGoOnWithOthers(Endless endless) throws Exception {
        assertThat(Bomb.PACKED_TWICE.length).isLessThan(Bomb.PACKED.length);
        try (RawServer altegio = RawServer.oddToSeven((target, out) -> endless.write(out));
                GateRig rig = new GateRig(GateConfig.of(altegio.baseUrl(), GateRig.TOKEN, QuotaLimits.NONE)
                        .withRetries(GateRig.QUICK)
                        .withTimeout(LONG))) {
            rig.get(rig.search(1));
            rig.get(rig.search(2));
            assertThatThrownBy(() -> rig.get(rig.search(7)))
                    .hasMessageMatching("an answer (larger than 8 MiB|with headers longer than any)");
            assertThat(rig.get(rig.search(3)).status()).isEqualTo(200);
            assertThat(rig.gate.status().isHolding()).isFalse();
        }
    }

    private static void repeat(OutputStream out, String what) throws IOException {
        byte[] bytes = ascii(what);
        // Far more than is read; not for ever, should nobody stop it.
        for (long sent = 0; sent < 400_000_000; sent += bytes.length) {
            out.write(bytes);
        }
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Small bodies that unpack to far more than is read; packed ahead, for that takes longer than a call may. */
    private static final class Bomb {

        private static final byte[] PACKED = packed(new byte[64 * 1024 * 1024]);
        private static final byte[] PACKED_TWICE = packed(PACKED);

        private static byte[] packed(byte[] bytes) {
            try {
                return zip(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
