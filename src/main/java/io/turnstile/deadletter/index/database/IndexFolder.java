package io.turnstile.deadletter.index.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Folder for temporary files that is locked while in use and goes when closed. Those of processes that were killed go when
 * the next one is made.
 */
final class IndexFolder implements AutoCloseable {

    private static final String PREFIX = "turnstile-dead-letters-";
    private static final String LOCK = "lock";

    /** A folder this young may be about to be locked. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** Folders of this process: to open and close another's lock file here would end its lock. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private IndexFolder(Path path) throws IOException {
        this.path = path;
        OURS.add(path);
        this.lock = lock(path);
    }

    static IndexFolder create() throws IOException {
        Path made = Files.createTempDirectory(PREFIX);
        IndexFolder folder = new IndexFolder(made);
        FileTime old = FileTime.from(
                Files.getLastModifiedTime(folder.file(LOCK)).toInstant().minus(YOUNG));
        deleteLeftOvers(made.getParent(), old);
        return folder;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    /** One at a time: two of a process must not try to lock the same folder. */
    private static synchronized void deleteLeftOvers(@Nullable Path parent, FileTime old) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : folders) {
                if (!OURS.contains(each)) {
                    deleteIfLeft(each, old);
                }
            }
        }
    }

    /** Leaves alone what is locked, what has no lock yet, and what is another user's. */
    private static void deleteIfLeft(Path folder, FileTime old) {
        Path lockFile = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && Files.getLastModifiedTime(lockFile).compareTo(old) < 0) {
                delete(folder);
            }
        } catch (IOException e) {
            // It is in use, or not ours to delete.
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path each : files) {
                Files.deleteIfExists(each);
            }
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            delete(path);
        } finally {
            OURS.remove(path);
        }
    }
}
