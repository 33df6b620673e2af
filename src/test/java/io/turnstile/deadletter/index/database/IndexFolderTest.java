package io.turnstile.deadletter.index.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** If this fails, indexes of killed processes fill the disk, or the index of a running one is deleted under it. */
class IndexFolderTest {

    @Test
    void shouldDeleteWhatKilledProcessesLeftAndNothingThatIsInUse() throws Exception {
        // given
        Path left = Files.createTempDirectory("turnstile-dead-letters-");
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("index.db"), "much");
        Files.setLastModifiedTime(left.resolve("lock"), FileTime.from(Instant.EPOCH));
        try (IndexFolder used = IndexFolder.create()) {
            Files.writeString(used.file("index.db"), "much");
            Files.setLastModifiedTime(used.file("lock"), FileTime.from(Instant.EPOCH));

            // when
            IndexFolder.create().close();

            // then
            assertThat(left).doesNotExist();
            assertThat(used.file("index.db")).exists();
        }
    }
}
