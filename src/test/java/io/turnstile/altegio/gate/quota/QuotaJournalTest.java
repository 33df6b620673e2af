package io.turnstile.altegio.gate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * If one of these fails, an instance that is killed and started again either stands still for a minute, or makes calls that
 * Altegio refuses. The kill is a journal that is never written to again; what it stored stays.
 */
class QuotaJournalTest {

    private static final QuotaLimits LIMITS = new QuotaLimits(5, 10);

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path folder;

    private Path file;
    private QuotaJournal killed;

    @BeforeEach
    void open() {
        file = folder.resolve("turnstile-group-one.quota");
        clock.move(Duration.ofHours(1));
        killed = open(LIMITS);
    }

    @AfterEach
    void close() {
        killed.close();
    }

    @Test
    void shouldGoOnWithTheSameHistoryWhenTheProcessWasKilled() {
        killed.started();
        clock.move(Duration.ofMillis(300));
        long ended = clock.read();
        killed.ended(ended);
        clock.move(Duration.ofSeconds(4));

        QuotaJournal restarted = reopen(LIMITS);

        assertThat(restarted.history()).isEqualTo(killed.history());
        assertThat(restarted.isInDoubt()).isFalse();
        assertThat(restarted.before()).singleElement().satisfies(at -> assertThat(at)
                .isBetween(ended, ended + 1_000));
        restarted.close();
    }

    /** Whatever is mapped beyond the file's end is an error of the machine's for Java, and would end each booking's thread. */
    @ParameterizedTest
    @ValueSource(longs = {0, 40})
    void shouldGoOnWithoutTheFileWhenSomebodyCutsItShort(long size) throws IOException {
        killed.started();
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            other.truncate(size);
        }

        for (int i = 0; i < 2_000; i++) {
            killed.ended(clock.read());
            killed.started();
            killed.filled(2, clock.read());
        }

        assertThat(killed.isKept()).isFalse();
        try (QuotaJournal restarted = open(LIMITS)) {
            assertThat(restarted.history()).isNotEqualTo(killed.history());
            assertThat(restarted.isInDoubt() || restarted.isNew()).isTrue();
        }
    }

    @Test
    void shouldGoOnWithoutTheFileWhenSomebodyRemovesIt() throws IOException {
        Files.delete(file);

        killed.started();

        assertThat(killed.isKept()).isFalse();
    }

    @Test
    void shouldCountACallAsEndedAtTheRestartWhenItWasUnderWayAtTheKill() {
        killed.started();
        clock.move(Duration.ofSeconds(4));

        QuotaJournal restarted = reopen(LIMITS);
        assertThat(restarted.before()).containsExactly(clock.read());
        long first = clock.read();
        restarted.close();
        clock.move(Duration.ofSeconds(4));

        QuotaJournal again = open(LIMITS);
        assertThat(again.before()).as("not counted again at every restart").allMatch(at -> at <= first + 1_000);
        again.close();
    }

    @Test
    void shouldKeepWhatOwnersBeforeMayHaveUsedWhenTheProcessWasKilled() {
        killed.filled(3, clock.read() + Duration.ofMillis(500).toNanos());
        QuotaJournal restarted = reopen(LIMITS);
        assertThat(restarted.before()).hasSize(3).allMatch(at -> at > clock.read());
        restarted.close();
    }

    @Test
    void shouldKeepTheLatestCallsWhenThereWereMoreThanItHasRoomFor() {
        for (int call = 0; call < 100; call++) {
            clock.move(Duration.ofMillis(10));
            killed.filled(1, clock.read());
        }
        long tenBefore = clock.read() - Duration.ofMillis(90).toNanos();
        QuotaJournal restarted = reopen(LIMITS);
        assertThat(restarted.before().stream().filter(at -> at >= tenBefore)).hasSize(10);
        restarted.close();
    }

    @Test
    void shouldBeginAnotherHistoryWithoutDoubtWhenThereIsNoFile() {
        assertThat(killed.isInDoubt()).isFalse();
        assertThat(killed.before()).isEmpty();
        QuotaJournal elsewhere = QuotaJournal.open(folder.resolve("turnstile-group-two.quota"), LIMITS, clock, clock);
        assertThat(elsewhere.history()).isNotEqualTo(killed.history());
        elsewhere.close();
    }

    @Test
    void shouldTakeAllAsUsedWhenTheQuotaWasAnother() {
        expectAnotherHistory(reopen(new QuotaLimits(4, 10)));
        expectAnotherHistory(open(new QuotaLimits(4, 20)));
    }

    @Test
    void shouldTakeAllAsUsedWhenTheMachineWasStartedAgain() {
        killed.started();
        killed.close();
        ManualClock sinceBoot = new ManualClock();
        sinceBoot.move(Duration.ofSeconds(20));
        Clock laterThanBefore = Clock.offset(sinceBoot, Duration.ofHours(2));
        expectAnotherHistory(QuotaJournal.open(file, LIMITS, laterThanBefore, sinceBoot));
    }

    @Test
    void shouldTakeAllAsUsedWhenTheTimeWasSetMeanwhile() {
        killed.started();
        killed.close();
        expectAnotherHistory(QuotaJournal.open(file, LIMITS, Clock.offset(clock, Duration.ofSeconds(-3)), clock));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 17, 24})
    void shouldTakeAllAsUsedWhenAWordOfTheFileIsTorn(int word) throws IOException {
        killed.started();
        killed.close();
        overwrite(word * 8L + 2, new byte[] {7, 7, 7});
        expectAnotherHistory(open(LIMITS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100, 199})
    void shouldTakeAllAsUsedWhenTheFileIsCutShort(int length) throws IOException {
        killed.close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        expectAnotherHistory(open(LIMITS));
    }

    @Test
    void shouldTakeAllAsUsedWhenPartOfTheFileIsNothingButZeros() throws IOException {
        killed.started();
        killed.close();
        overwrite(32, new byte[100]);
        expectAnotherHistory(open(LIMITS));
    }

    @Test
    void shouldShareNoHistoryWhenAnotherProcessHasTheSameName() {
        QuotaJournal second = open(LIMITS);
        expectAnotherHistory(second);
        killed.started();
        QuotaJournal restarted = reopen(LIMITS);
        assertThat(restarted.before()).as("the first one's is untouched").hasSize(1);
        restarted.close();
    }

    @Test
    void shouldFollowNoLinkWhenSomebodyPutOneInThePlaceOfTheFile() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "not ours");
        Path link = Files.createSymbolicLink(folder.resolve("turnstile-group-link.quota"), precious);
        expectAnotherHistory(QuotaJournal.open(link, LIMITS, clock, clock));
        assertThat(precious).hasContent("not ours");
    }

    private void expectAnotherHistory(QuotaJournal restarted) {
        assertThat(restarted.history()).isNotEqualTo(killed.history());
        assertThat(restarted.isInDoubt()).isTrue();
        assertThat(restarted.before()).isEmpty();
        restarted.close();
    }

    private QuotaJournal reopen(QuotaLimits limits) {
        killed.close();
        return open(limits);
    }

    private QuotaJournal open(QuotaLimits limits) {
        return QuotaJournal.open(file, limits, clock, clock);
    }

    private void overwrite(long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }
}
