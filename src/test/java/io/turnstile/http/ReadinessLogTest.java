package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People read the log when they are called: it must say what went wrong when, once, and nothing of what passed by. */
class ReadinessLogTest {

    private static final Health UP = health(HealthResult.up("kafka", "answers"));
    private static final Health DOWN = health(HealthResult.down("kafka", "does not answer for 12 s"));

    private final Lines lines = new Lines();
    private final Logger logger = (Logger) LogManager.getLogger(ReadinessLog.class);
    private final ReadinessLog log = new ReadinessLog(List.of());

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.removeAppender(lines);
        log.close();
    }

    @Test
    void shouldSayWhyOnceWhenReadinessIsLostAndOnceWhenItIsWonAgain() {
        List.of(UP, UP, DOWN, DOWN, DOWN, UP, UP).forEach(log::note);

        assertThat(lines.texts)
                .containsExactly("INFO Ready.", "WARN Not ready: kafka: does not answer for 12 s", "INFO Ready.");
    }

    @Test
    void shouldSayNothingWhenReadinessIsLostForAMomentOrWhileStarting() {
        List.of(DOWN, UP, DOWN, UP, DOWN).forEach(log::note);

        assertThat(lines.texts).containsExactly("INFO Ready.");
    }

    @Test
    void shouldSayWhyOnceWhenItIsNotReadyHalfAMinuteAfterItsStartAndNothingBefore() {
        List.of(DOWN, DOWN, DOWN, DOWN, DOWN).forEach(log::note);
        assertThat(lines.texts).isEmpty();

        List.of(DOWN, DOWN, UP).forEach(log::note);
        assertThat(lines.texts).containsExactly("WARN Not ready: kafka: does not answer for 12 s", "INFO Ready.");
    }

    /** A part that cannot be looked at once, since memory was short, say, is looked at again. */
    @Test
    void shouldLookAgainWhenALookFailed() {
        List<Throwable> faults =
                new ArrayList<>(List.of(new NoClassDefFoundError("gone"), new IllegalStateException()));
        try (ReadinessLog looks = new ReadinessLog(List.of(() -> {
            if (faults.isEmpty()) {
                return List.of(HealthResult.up("kafka", "answers"));
            }
            Throwable next = faults.remove(0);
            if (next instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) next;
        }))) {
            looks.look();
            looks.look();
            looks.look();
        }

        assertThat(lines.texts).hasSize(3).endsWith("INFO Ready.");
        assertThat(lines.texts.subList(0, 2)).allMatch(line -> line.startsWith("WARN Could not look"));
    }

    private static Health health(HealthResult check) {
        return Health.of(List.of(() -> List.of(check)));
    }

    private static final class Lines extends AbstractAppender {

        private final List<String> texts = new ArrayList<>();

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            texts.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }
}
