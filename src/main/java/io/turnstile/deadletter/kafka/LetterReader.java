package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.database.TimeKey;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.kafka.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader of the bytes of letters from Kafka. Thread-safe: a few can be fetched at a time, others wait.
 *
 * <p>A record that is there no more (pruned, expired, compacted away) is empty, and never waited for.
 */
public final class LetterReader implements AutoCloseable {

    private static final int CONSUMERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(LetterReader.class);

    private final IndexSyncConfig config;
    private final Consumer<Letter> ghosts;
    private final BlockingQueue<RecordFetch> idle = new LinkedBlockingQueue<>();
    private int made;
    private boolean closed;

    /**
     * Connects to Kafka only when first asked.
     *
     * @param ghosts told of letters that are not what their place holds
     */
    public LetterReader(IndexSyncConfig config, Consumer<Letter> ghosts) {
        this.config = config;
        this.ghosts = ghosts;
    }

    /** @throws TimeoutException in one line, if Kafka does not answer in time */
    public Optional<Content> read(Letter letter, Duration timeout) throws TimeoutException, InterruptedException {
        return read(List.of(letter), timeout).get(0);
    }

    /** Does the same, with ten seconds of patience. */
    public Optional<Content> read(Letter letter) throws TimeoutException, InterruptedException {
        return read(letter, PATIENCE);
    }

    /**
     * Fetches many letters in the same way.
     *
     * @return those that are there, by place
     */
    public Map<Place, Content> byPlace(List<Letter> letters) throws TimeoutException, InterruptedException {
        return read(letters, PATIENCE).stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(each -> each.letter().place(), each -> each, (one, same) -> one));
    }

    /**
     * Fetches many letters, each partition read once through where they stand close together. All are held in memory: some
     * hundreds at a time are a good measure.
     *
     * @return what was found for each letter, in the order of the letters
     * @throws TimeoutException in one line, if Kafka does not answer in time
     */
    public List<Optional<Content>> read(List<Letter> letters, Duration timeout)
            throws TimeoutException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        Map<Integer, List<Long>> wanted = new HashMap<>();
        for (Letter each : letters) {
            wanted.computeIfAbsent(each.partition(), any -> new ArrayList<>()).add(each.offset());
        }
        RecordFetch fetch = take(deadline);
        Map<Place, RecordFetch.Bytes> found;
        try {
            found = fetch.fetch(wanted, deadline);
        } catch (TimeoutException | InterruptedException | RuntimeException e) {
            fetch.close();
            fetch = null;
            throw e;
        } finally {
            giveBack(fetch);
        }
        List<Letter> others = new ArrayList<>();
        List<Optional<Content>> contents =
                letters.stream().map(each -> content(each, found, others)).toList();
        if (!others.isEmpty()) {
            LOG.warn(
                    "{} has other records than {} of the dead letters that were looked for, {} for one: it was created again, or"
                            + " lost records. They leave the lists.",
                    config.deadLetters(),
                    others.size(),
                    others.get(0).id());
            others.forEach(ghosts);
        }
        return contents;
    }

    /** Returns nothing for a record that is another letter's. */
    private static Optional<Content> content(Letter letter, Map<Place, RecordFetch.Bytes> found, List<Letter> others) {
        RecordFetch.Bytes bytes = found.get(letter.place());
        if (bytes == null) {
            return Optional.empty();
        }
        if (!isSame(letter, bytes.letter())) {
            others.add(letter);
            return Optional.empty();
        }
        return Optional.of(new Content(letter, bytes.key(), bytes.value(), bytes.headers()));
    }

    private static boolean isSame(Letter listed, Letter read) {
        return listed.id().equals(read.id()) && TimeKey.micros(listed.decidedAt()) == TimeKey.micros(read.decidedAt());
    }

    private RecordFetch take(Deadline deadline) throws TimeoutException, InterruptedException {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The reader of dead letters is closed");
            }
            if (idle.isEmpty() && made < CONSUMERS) {
                made++;
                return new RecordFetch(config, made);
            }
        }
        RecordFetch fetch = idle.poll(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        if (fetch == null) {
            throw new TimeoutException("Too many dead letters are being read at the moment: try again");
        }
        return fetch;
    }

    private synchronized void giveBack(@Nullable RecordFetch fetch) {
        if (fetch == null) {
            made--;
        } else if (closed) {
            fetch.close();
        } else {
            idle.add(fetch);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(RecordFetch::close);
        idle.clear();
    }
}
