package io.turnstile.altegio.gate.quota;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small file of cells that outlives the process, however that ends: it is mapped into memory, and what was stored there is
 * the system's to keep from then on. Each cell is written at once and holds 48 bits with a check of its own. Locked while it
 * is open, so that no two processes use it. Not thread-safe.
 *
 * <p>Words of 8 bytes: magic, history, shape, check of these two, cells.
 */
final class JournalFile implements AutoCloseable {

    static final long LARGEST = (1L << 48) - 1;

    private static final long MAGIC = 0x5455524e53543031L;
    private static final int HEADER = 4;
    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private final int cells;
    private @Nullable MappedByteBuffer words;
    private long history;

    private JournalFile(Path path, FileChannel channel, FileLock lock, int cells) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
        this.cells = cells;
    }

    /**
     * Opens or creates the file.
     *
     * @throws IOException if it cannot be used, or another process uses it
     */
    static JournalFile open(Path path, int cells) throws IOException {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(path, options, ownersOnly(path));
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException("another process uses it");
            }
            return new JournalFile(path, channel, lock, cells);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("another part of this process uses it", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path path) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    boolean isNew() throws IOException {
        return channel.size() == 0;
    }

    /** Returns whether the file holds a history of this shape; its cells can be read then. */
    boolean read(long shape) throws IOException {
        if (channel.size() != size()) {
            return false;
        }
        map();
        history = word(1);
        return word(0) == MAGIC && word(2) == shape && word(3) == check(history, shape, 0);
    }

    /** Begins another history, in which all cells are 0. Whoever kills the process meanwhile leaves an unreadable file. */
    void begin(long another, long shape) throws IOException {
        words = null;
        history = another;
        ByteBuffer all = ByteBuffer.allocate(size()).order(ByteOrder.nativeOrder());
        all.putLong(0).putLong(another).putLong(shape).putLong(check(another, shape, 0));
        for (int cell = 0; cell < cells; cell++) {
            all.putLong(sealed(cell, 0));
        }
        all.flip();
        channel.position(0);
        while (all.hasRemaining()) {
            channel.write(all);
        }
        channel.truncate(size());
        map();
        WORDS.setRelease(words, 0, MAGIC);
    }

    private void map() throws IOException {
        words = channel.map(FileChannel.MapMode.READ_WRITE, 0, size());
    }

    long history() {
        return history;
    }

    /** Returns what the cell holds; -1 if that is not certain. */
    long get(int cell) {
        long sealed = word(HEADER + cell);
        long value = sealed >>> 16;
        return sealed == sealed(cell, value) ? value : -1;
    }

    /**
     * Stores a value of 48 bits.
     *
     * @throws IOException if the file is not whole any more, because somebody cut it short or removed it
     */
    void set(int cell, long value) throws IOException {
        // By its path: a channel is closed when its thread is interrupted.
        if (Files.size(path) != size()) {
            throw new IOException("somebody cut it short");
        }
        try {
            WORDS.setRelease(words, (HEADER + cell) * Long.BYTES, sealed(cell, value));
            // Java throws the error of a page that is gone only when the thread comes back from native code.
            Thread.holdsLock(this);
        } catch (InternalError e) {
            throw new IOException("somebody cut it short", e);
        }
    }

    private int size() {
        return (HEADER + cells) * Long.BYTES;
    }

    private long word(int number) {
        return (long) WORDS.getAcquire(words, number * Long.BYTES);
    }

    private long sealed(int cell, long value) {
        return value << 16 | check(history, value, cell) & 0xffff;
    }

    /** Mixes the bits of all three, as a hash does. */
    private static long check(long one, long two, int three) {
        long mixed = (one * 0x9e3779b97f4a7c15L ^ two) * 0xbf58476d1ce4e5b9L + three + 1;
        mixed = (mixed ^ mixed >>> 29) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 32;
    }

    /** Gives the file free for the next process. */
    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
