package io.turnstile.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** If this fails, somebody reads a value in the column of another, or a message that does something to their terminal. */
class TableTest {

    @Test
    void shouldAlignColumnsWhateverCharactersTheyHold() {
        assertThat(print(
                        60,
                        List.of("a1", "東京太郎", "wide"),
                        List.of("a2", "anna", "narrow"),
                        List.of("a3", "Zo\u0065\u0308", "combined"),
                        List.of("a4", "\uD83D\uDE00", "emoji"),
                        List.of("a5", "ｱｲｳ", "half the width")))
                .containsExactly(
                        "ID  BY        NOTE",
                        "a1  東京太郎  wide",
                        "a2  anna      narrow",
                        "a3  Zo\u0065\u0308       combined",
                        "a4  \uD83D\uDE00        emoji",
                        "a5  ｱｲｳ       half the width");
    }

    @Test
    void shouldCutTheLastColumnToTheWidthAndNoCharacterInTwo() {
        assertThat(print(
                        21,
                        List.of("a1", "anna", "東京太郎東京太郎"),
                        List.of("a2", "anna", "\uD83D\uDE00".repeat(9)),
                        List.of("a3", "anna", "01234567890123")))
                .containsExactly(
                        "ID  BY    NOTE",
                        "a1  anna  東京太郎東…",
                        "a2  anna  " + "\uD83D\uDE00".repeat(5) + "…",
                        "a3  anna  0123456789…");
    }

    @Test
    void shouldPrintMarkupAsItIsAndNoControlCharacter() {
        assertThat(print(60, List.of("a1", "@|red anna|@", "\u001b[31mred")))
                .containsExactly("ID  BY            NOTE", "a1  @|red anna|@  ·[31mred");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<String> print(int width, List<String>... rows) {
        Table table = new Table("ID", "BY", "NOTE");
        List.of(rows).forEach(table::add);
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out, true), width);
        return out.toString().lines().toList();
    }
}
