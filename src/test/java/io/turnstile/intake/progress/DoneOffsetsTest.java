package io.turnstile.intake.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.intake.progress.DoneOffsets.Range;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Offsets that seem done and are not lose a booking; those that are and do not seem so book twice. */
class DoneOffsetsTest {

    private static final long COMMITTED = 4_711_000_000_000L;

    private final DoneOffsets done = new DoneOffsets(
            List.of(new Range(COMMITTED + 1, COMMITTED + 4), new Range(COMMITTED + 200, COMMITTED + 70_000)));

    @Test
    void shouldReadWhatItWrote() {
        DoneOffsets read = DoneOffsets.parse(COMMITTED, done.text(COMMITTED));

        assertThat(read).isEqualTo(done);
        assertThat(List.of(0L, 4L, 199L, 70_000L)).noneMatch(each -> read.contains(COMMITTED + each));
        assertThat(List.of(1L, 3L, 200L, 69_999L)).allMatch(each -> read.contains(COMMITTED + each));
    }

    @Test
    void shouldTakeNothingForDoneWhenTheTextIsCutOrDamagedOrOfAnotherOffset() {
        String text = done.text(COMMITTED);

        for (int end = 0; end < text.length(); end++) {
            assertThat(DoneOffsets.parse(COMMITTED, text.substring(0, end))).isEqualTo(DoneOffsets.NONE);
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            String damagedText = Base64.getUrlEncoder().withoutPadding().encodeToString(damaged);
            assertThat(DoneOffsets.parse(COMMITTED, damagedText)).isEqualTo(DoneOffsets.NONE);
        }
        assertThat(DoneOffsets.parse(COMMITTED + 1, text)).isEqualTo(DoneOffsets.NONE);
        assertThat(DoneOffsets.parse(COMMITTED, "somebody's own note, ümläut")).isEqualTo(DoneOffsets.NONE);
    }

    @Test
    void shouldStandBesideTheOwnersNoteAndLeaveItAsItWasWhenNothingIsDone() {
        String owner = "quota/1 5/200 24 ff";

        OffsetAndMetadata both = new OffsetNote(done, "", owner).beside(COMMITTED);
        assertThat(OffsetNote.of(both)).isEqualTo(new OffsetNote(done, "", owner));
        assertThat(new OffsetNote(DoneOffsets.NONE, "", owner).beside(COMMITTED).metadata())
                .isEqualTo(owner);
        assertThat(OffsetNote.of(new OffsetAndMetadata(COMMITTED, owner)))
                .isEqualTo(new OffsetNote(DoneOffsets.NONE, "", owner));
        assertThat(OffsetNote.of(new OffsetAndMetadata(COMMITTED))).isEqualTo(new OffsetNote(DoneOffsets.NONE, "", ""));
        assertThat(OffsetNote.of(new OffsetAndMetadata(COMMITTED, "done/1 ")))
                .isEqualTo(new OffsetNote(DoneOffsets.NONE, "", ""));
        assertThat(OffsetNote.of(new OffsetAndMetadata(COMMITTED, "done/1 x y z")))
                .isEqualTo(new OffsetNote(DoneOffsets.NONE, "", "y z"));
    }

    @Test
    void shouldKeepTheTopicsIdBetweenWhatIsDoneAndTheOwnersNote() {
        String id = "kFB5NlGyQ1uWm6cA9ZbE0w";
        for (DoneOffsets each : List.of(done, DoneOffsets.NONE)) {
            for (String owner : List.of("quota/1 5/200 24 ff", "")) {
                OffsetNote note = new OffsetNote(each, id, owner);
                assertThat(OffsetNote.of(note.beside(COMMITTED))).isEqualTo(note);
            }
        }
        OffsetNote note = new OffsetNote(done, id, "");
        assertThat(note.isOfAnother("3iMTE0l2QTGUYaUoKeCRsw")).isTrue();
        assertThat(note.isOfAnother(id)).isFalse();
        assertThat(note.isOfAnother("")).isFalse();
        assertThat(new OffsetNote(done, "", "").isOfAnother(id)).isFalse();
    }

    @Test
    void shouldNotExceedItsRoomWithTheLongestNotes() {
        String quota =
                "quota/1 2147483647/2147483647 2147483647 ffffffffffffffff 2147483647 1764077000000 1764077000000";
        OffsetNote longest = new OffsetNote(DoneOffsets.NONE, "kFB5NlGyQ1uWm6cA9ZbE0w", quota);

        assertThat("done/1 ".length()
                        + OffsetNote.room(OffsetNote.MOST_CHARACTERS)
                        + longest.beside(COMMITTED).metadata().length()
                        + 1)
                .isLessThanOrEqualTo(OffsetNote.MOST_CHARACTERS);
    }
}
