package io.turnstile.intake.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A commit that goes too far loses requests; one that forgets what was done decides them twice. */
class PartitionProgressTest {

    private static final int ROOM = 4_000;

    @Test
    void shouldCommitWhatIsDoneAboveTheFirstThatIsNot() {
        PartitionProgress progress = PartitionProgress.from(10, DoneOffsets.NONE);
        for (long offset : new long[] {10, 11, 13, 14, 20}) {
            assertThat(progress.polled(offset)).isTrue();
        }

        PartitionProgress.Step step = progress.step(Set.of(10L, 13L, 20L), ROOM).orElseThrow();

        assertThat(step.offset()).isEqualTo(11);
        assertThat(Set.of(10L, 13L, 20L)).allMatch(step::covers);
        assertThat(Set.of(11L, 14L, 21L)).noneMatch(step::covers);
    }

    @Test
    void shouldLeaveOutAfterARestartWhatIsDone() {
        PartitionProgress before = PartitionProgress.from(10, DoneOffsets.NONE);
        for (long offset = 10; offset < 20; offset++) {
            before.polled(offset);
        }
        PartitionProgress.Step step = before.step(Set.of(12L, 15L), ROOM).orElseThrow();

        PartitionProgress after = PartitionProgress.from(step.offset(), step.done());

        for (long offset = 10; offset < 20; offset++) {
            assertThat(after.polled(offset))
                    .as("offset %d is to be decided", offset)
                    .isEqualTo(offset != 12 && offset != 15);
        }
        assertThat(after.isWaitingFor(12)).isFalse();
        assertThat(after.isWaitingFor(13)).isTrue();
    }

    @Test
    void shouldNotForgetWhatWasDoneBeforeWhenItCommitsBeforeReadingSoFar() {
        PartitionProgress first = PartitionProgress.from(0, DoneOffsets.NONE);
        for (long offset = 0; offset < 100; offset++) {
            first.polled(offset);
        }
        PartitionProgress.Step before = first.step(Set.of(50L, 99L), ROOM).orElseThrow();

        // when only a few were read again, and all of them are done
        PartitionProgress progress = PartitionProgress.from(before.offset(), before.done());
        progress.polled(0);
        progress.polled(1);
        PartitionProgress.Step step = progress.step(Set.of(0L, 1L), ROOM).orElseThrow();

        assertThat(step.offset()).isEqualTo(2);
        assertThat(step.covers(50)).isTrue();
        assertThat(step.covers(99)).isTrue();
        assertThat(step.covers(49)).isFalse();
    }

    @Test
    void shouldStartAnewWhenTheOffsetsAreThoseOfOtherRecords() {
        PartitionProgress first = PartitionProgress.from(0, DoneOffsets.NONE);
        for (long offset = 0; offset < 5; offset++) {
            first.polled(offset);
        }
        PartitionProgress.Step step = first.step(Set.of(3L), ROOM).orElseThrow();
        PartitionProgress progress = PartitionProgress.from(step.offset(), step.done());
        assertThat(progress.undoneBefore(5)).isEqualTo(4);

        progress.forget();

        assertThat(progress.polled(3)).isTrue();
    }

    @Test
    void shouldKeepWhatIsDoneRatherThanAddToItWhenThereIsNoRoomForAll() {
        PartitionProgress progress = PartitionProgress.from(0, DoneOffsets.NONE);
        for (long offset = 0; offset < 1_000; offset++) {
            progress.polled(offset);
        }
        int room =
                progress.step(Set.of(999L), ROOM).orElseThrow().done().text(0).length();
        progress.committed(Set.of(999L), progress.step(Set.of(999L), room).orElseThrow());

        PartitionProgress.Step step = progress.step(Set.of(10L, 500L), room).orElseThrow();

        assertThat(step.covers(999)).isTrue();
        assertThat(step.covers(10)).isFalse();
        assertThat(progress.step(Set.of(999L, 10L), room - 2)).isEmpty();
        assertThat(progress.step(Set.of(0L, 1L), room).orElseThrow().offset()).isEqualTo(2);
    }

    /** Decides records in random order, with commits that have little room, restarts at random, and gaps between offsets. */
    @Test
    void shouldDecideEachRecordOnceOverAnyNumberOfRestarts() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TreeSet<Long> log = new TreeSet<>();
            long offset = 0;
            for (int i = 0; i < 200; i++) {
                offset += 1 + (random.nextInt(4) == 0 ? random.nextInt(300) : 0);
                log.add(offset);
            }
            Set<Long> committed = new HashSet<>();
            long from = 0;
            DoneOffsets done = DoneOffsets.NONE;
            for (int life = 0; committed.size() < log.size(); life++) {
                assertThat(life).as("seed %d", seed).isLessThan(1_000);
                PartitionProgress progress = PartitionProgress.from(from, done);
                Set<Long> open = new HashSet<>();
                for (long each : log.tailSet(from)) {
                    if (random.nextInt(100) == 0) {
                        break;
                    }
                    assertThat(progress.polled(each))
                            .as("seed %d, offset %d", seed, each)
                            .isEqualTo(!committed.contains(each));
                    if (!committed.contains(each)) {
                        open.add(each);
                    }
                    if (random.nextInt(10) == 0) {
                        Set<Long> decided = new HashSet<>(open);
                        decided.removeIf(any -> random.nextInt(3) > 0);
                        int room = random.nextInt(3) == 0 ? 10 : 60;
                        PartitionProgress.Step step =
                                progress.step(decided, room).orElse(null);
                        if (step == null) {
                            continue;
                        }
                        assertThat(step.done().text(step.offset()).length()).isLessThanOrEqualTo(room);
                        decided.removeIf(any -> !step.covers(any));
                        progress.committed(decided, step);
                        committed.addAll(decided);
                        open.removeAll(decided);
                        assertThat(log.headSet(step.offset()))
                                .as("seed %d", seed)
                                .allMatch(committed::contains);
                        from = step.offset();
                        done = DoneOffsets.parse(from, step.done().text(from));
                    }
                }
            }
        }
    }
}
