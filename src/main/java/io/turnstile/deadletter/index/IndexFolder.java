package io.turnstile.deadletter.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Is a folder for temporary files that is locked while in use and goes when closed. Those of processes that were killed go when
 * the next one is made.
 */
final class IndexFolder implements AutoCloseable {

    private static final String PREFIX = "turnstile-dead-letters-";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private IndexFolder(Path path) throws IOException {
        this.path = path;
        this.lock = lock(path);
    }

    static IndexFolder create() throws IOException {
        Path made = Files.createTempDirectory(PREFIX);
        IndexFolder folder = new IndexFolder(made);
        deleteLeftOvers(made.getParent());
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

    private static void deleteLeftOvers(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : folders) {
                deleteIfLeft(each);
            }
        }
    }

    /** Leaves alone what is locked, what has no lock yet, and what is another user's. */
    private static void deleteIfLeft(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                delete(folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
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
        }
    }
}
