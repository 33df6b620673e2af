package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.IndexBatch;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sync that fills an index from Kafka and keeps it up to date: one thread reads, one writes into the index. Without Kafka it
 * keeps trying, and continues where it was.
 */
public final class IndexSync implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexSync.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCHES_ON_THE_WAY = 4;

    /** Asking Kafka takes a minute at worst. */
    private static final Duration READS_WITHIN = Duration.ofMinutes(3);

    /** Building the index of millions of letters is one round. */
    private static final Duration WRITES_WITHIN = Duration.ofMinutes(15);

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    private final LetterIndex index;
    private final BlockingQueue<Runnable> work = new ArrayBlockingQueue<>(BATCHES_ON_THE_WAY);
    private final IndexSyncProgress progress = new IndexSyncProgress();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Heartbeat readingBeat = new Heartbeat("dead-letter-feed", READS_WITHIN);
    private final Heartbeat writingBeat = new Heartbeat("dead-letter-index", WRITES_WITHIN);
    private final IndexSyncReader reader;
    private final Thread reading;
    private final Thread writing;

    /**
     * Connects to nothing yet.
     *
     * @param clock says how far back schedules are counted, if there is no older letter
     */
    public IndexSync(IndexSyncConfig config, LetterIndex index, Clock clock) {
        this.index = index;
        this.reader = new IndexSyncReader(config, index, clock, progress, this::enqueue, this::put, readingBeat);
        this.reading = thread(readingBeat, this::readOn);
        this.writing = thread(writingBeat, this::writeOn);
    }

    /** Creates and starts one. */
    public static IndexSync start(IndexSyncConfig config, LetterIndex index, Clock clock) {
        IndexSync feed = new IndexSync(config, index, clock);
        feed.start();
        return feed;
    }

    /** Starts to fill the index. Returns at once; whether Kafka is there or not shows in {@link #state()}. Once only. */
    public void start() {
        index.beginBulk();
        writing.start();
        reading.start();
    }

    public State state() {
        return progress.state();
    }

    /** Returns the heartbeats of its threads. */
    public List<Heartbeat> heartbeats() {
        return List.of(readingBeat, writingBeat);
    }

    /** Waits until everything is in the index that Kafka held at the start. */
    public void awaitReady(Duration timeout) throws TimeoutException, InterruptedException {
        progress.awaitReady(timeout);
    }

    private void enqueue(IndexBatch batch) throws InterruptedException {
        put(() -> {
            index.add(batch);
            progress.applied(batch);
        });
    }

    /** Waits for room, but not when nobody makes any. */
    private void put(Runnable next) throws InterruptedException {
        while (!work.offer(next, PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            readingBeat.beat();
            if (!isOpen()) {
                throw new InterruptedException("closed");
            }
        }
    }

    private void readOn() {
        keepOn(IndexSyncProgress.Part.READING, readingBeat, reader::read);
    }

    private void writeOn() {
        Runnable[] next = new Runnable[1];
        keepOn(IndexSyncProgress.Part.WRITING, writingBeat, () -> {
            while (isOpen()) {
                writingBeat.beat();
                if (next[0] == null) {
                    next[0] = work.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
                if (next[0] != null) {
                    next[0].run();
                    progress.goesOn(IndexSyncProgress.Part.WRITING);
                    next[0] = null;
                }
            }
        });
    }

    /** Runs a step again after each failure, until closed. */
    private void keepOn(IndexSyncProgress.Part part, Heartbeat heartbeat, Step step) {
        while (isOpen()) {
            heartbeat.beat();
            try {
                step.run();
            } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
                return;
            } catch (RuntimeException e) {
                if (isOpen()) {
                    progress.stands(part, e.getMessage());
                    LOG.debug("In full", e);
                }
                if (awaitClosed(PAUSE)) {
                    return;
                }
            }
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private boolean awaitClosed(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static Thread thread(Heartbeat heartbeat, Runnable run) {
        Thread thread = new Thread(run, heartbeat.thread());
        thread.setDaemon(true);
        return thread;
    }

    /** Stops reading and writing; the index stays as it is. */
    @Override
    public void close() {
        closed.countDown();
        reader.stop();
        writing.interrupt();
        try {
            reading.join();
            writing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * State of the sync: how far the index is.
     *
     * @param ready whether everything is in it that Kafka held when it was started
     * @param read how many dead letters were read
     * @param behind how many records of its topics are known not to be in it yet
     * @param trouble why it does not continue, one sentence; empty while it does
     */
    public record State(boolean ready, long read, long behind, Optional<String> trouble) {

        public State {
            Objects.requireNonNull(trouble);
        }
    }
}
