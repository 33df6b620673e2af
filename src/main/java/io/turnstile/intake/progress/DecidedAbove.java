package io.turnstile.intake.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Records above a committed offset that are decided already, as the text beside the offset says. */
public final class DecidedAbove {

    private DecidedAbove() {}

    /** Returns how many there are. */
    public static long count(OffsetAndMetadata committed) {
        return OffsetNote.of(committed).done().countBelow(Long.MAX_VALUE);
    }

    /**
     * Returns what to commit for a partition of which all but a few records are decided.
     *
     * @param undecided offsets of the others
     * @param end after the last record that is decided
     * @return empty if there is no room for so many
     */
    public static Optional<OffsetAndMetadata> committed(SortedSet<Long> undecided, long end) {
        List<DoneOffsets.Range> done = new ArrayList<>();
        long from = -1;
        for (long each : undecided) {
            if (from >= 0 && each > from) {
                done.add(new DoneOffsets.Range(from, each));
            }
            from = each + 1;
        }
        if (from >= 0 && end > from) {
            done.add(new DoneOffsets.Range(from, end));
        }
        long offset = undecided.isEmpty() ? end : undecided.first();
        OffsetNote note = new OffsetNote(new DoneOffsets(done), "", "");
        return note.done().text(offset).length() > OffsetNote.room(OffsetNote.MOST_CHARACTERS)
                ? Optional.empty()
                : Optional.of(note.beside(offset));
    }
}
