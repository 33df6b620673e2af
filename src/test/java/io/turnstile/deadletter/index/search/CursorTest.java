package io.turnstile.deadletter.index.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, a script that hands on a slip of its own is told that there are no more letters. */
class CursorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "undefined",
                "NaN",
                "0",
                "-1",
                "OPEN",
                "+5",
                "\u0663",
                "k-",
                "k-+5",
                "k-\u0663",
                "k-ZZ",
                "k-05"
            })
    void shouldTakeNothingForACursorThatItDidNotHandOut(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cursor.parse(text))
                .withMessageStartingWith("This is no cursor");
    }

    @Test
    void shouldReadWhatItHandedOut() {
        for (long key : new long[] {0, 1, -1, 1234567890123456789L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(Cursor.parse(Cursor.text(key))).isEqualTo(key);
        }
    }
}
