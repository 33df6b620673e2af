package io.turnstile.deadletter.replay.log;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.index.entry.RequestPosition;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.RefusedException;
import io.turnstile.deadletter.replay.ReplayHeaders;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import io.turnstile.kafka.RecordId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * Writer of replays, discards and what jobs come to, each call one transaction: all of it is there, or nothing. From the moment
 * one is made, the group's earlier ones can write no more. After any exception but {@link RefusedException} it is of no more use.
 * One thread's.
 */
public final class JobWriter implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final Producer<byte[], byte[]> producer;
    private final JobKafka.Topics topics;
    private final Clock clock;

    /** Letter in full, with when and where its request was first asked for. */
    public record Replayed(Content content, RequestPosition ask) {

        public Letter letter() {
            return content.letter();
        }
    }

    /**
     * Result of a transaction.
     *
     * @param replayedAs ids of the requests that were written again, in the order of their letters
     * @param ends behind the resolutions
     */
    public record Written(List<String> replayedAs, Map<TopicPartition, Long> ends) {}

    public JobWriter(JobKafka kafka, Clock clock) {
        this.topics = kafka.topics();
        this.clock = clock;
        this.producer = kafka.transactions();
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Puts letters' requests on the requests topic again, the edited ones as they are edited, and resolves the letters.
     *
     * @throws RefusedException if one of them can never be written; none is, and this may be used further
     */
    public Written replay(String jobId, JobRequest order, List<Replayed> letters) throws RefusedException {
        producer.beginTransaction();
        List<String> replayedAs = new ArrayList<>();
        for (RecordMetadata place : write(order, letters)) {
            replayedAs.add(RecordId.text(place.topic(), place.partition(), place.offset()));
        }
        List<Future<RecordMetadata>> resolutions = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            Headers headers = HeaderWriter.empty();
            RequestPosition ask = letters.get(i).ask();
            HeaderWriter.add(headers, HeaderNames.REPLAYED_AS, replayedAs.get(i));
            HeaderWriter.add(headers, HeaderNames.FIRST_ID, ask.id());
            HeaderWriter.add(headers, HeaderNames.FIRST_TIMESTAMP, ask.at().toEpochMilli());
            resolutions.add(resolve(jobId, order, letters.get(i).letter(), headers));
        }
        producer.commitTransaction();
        return new Written(replayedAs, ends(resolutions));
    }

    private List<RecordMetadata> write(JobRequest order, List<Replayed> letters) throws RefusedException {
        List<Future<RecordMetadata>> requests = new ArrayList<>();
        KafkaException fault = null;
        int partitions = producer.partitionsFor(topics.requests()).size();
        try {
            letters.forEach(each -> requests.add(producer.send(request(order, each.content(), partitions))));
            producer.flush();
        } catch (KafkaException e) {
            // One that came before may say why.
            fault = e;
        }
        List<RecordMetadata> places = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            try {
                places.add(get(requests.get(i)));
            } catch (KafkaException e) {
                if (RefusedException.isRefusal(e)) {
                    producer.abortTransaction();
                    throw new RefusedException(i, letters.get(i).letter().id(), e);
                }
                fault = fault == null ? e : fault;
            }
        }
        if (fault != null) {
            throw fault;
        }
        return places;
    }

    private ProducerRecord<byte[], byte[]> request(JobRequest order, Content letter, int partitions) {
        String edit = order.edits().get(letter.letter().id());
        return new ProducerRecord<>(
                topics.requests(),
                letter.key() == null ? null : ReplayHeaders.partition(letter, topics.requests(), partitions),
                letter.key(),
                edit == null ? letter.value() : utf8(edit),
                ReplayHeaders.of(letter, edit != null));
    }

    /** Resolves letters, and nothing more. */
    public Written discard(String jobId, JobRequest order, List<Letter> letters) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> resolutions = letters.stream()
                .map(each -> resolve(jobId, order, each, HeaderWriter.empty()))
                .toList();
        producer.commitTransaction();
        return new Written(List.of(), ends(resolutions));
    }

    /**
     * Writes what a job came to.
     *
     * @return the offset behind it
     */
    public long note(JobEvent event) {
        producer.beginTransaction();
        Future<RecordMetadata> written =
                producer.send(new ProducerRecord<>(topics.jobs(), 0, utf8(event.jobId()), JobEventJson.write(event)));
        producer.commitTransaction();
        return get(written).offset() + 1;
    }

    private Future<RecordMetadata> resolve(String jobId, JobRequest order, Letter letter, Headers headers) {
        ObjectNode json = JSON.createObjectNode();
        json.put("dead_letter_id", letter.id());
        json.putObject("letter").put("partition", letter.partition()).put("offset", letter.offset());
        json.put("action", order.action() == Action.REPLAY ? "replayed" : "discarded");
        json.put("by", order.by()).put("at", after(letter).toString()).put("note", order.note());
        json.put("job_id", jobId).put("edited", order.edits().containsKey(letter.id()));
        return producer.send(
                new ProducerRecord<>(topics.resolutions(), null, utf8(letter.id()), utf8(json.toString()), headers));
    }

    /** Returns the present moment, but none before the letter's by another clock: a resolution applies to no younger letter. */
    private Instant after(Letter letter) {
        Instant now = clock.instant();
        return now.isBefore(letter.decidedAt()) ? letter.decidedAt() : now;
    }

    private static Map<TopicPartition, Long> ends(List<Future<RecordMetadata>> written) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Future<RecordMetadata> each : written) {
            RecordMetadata place = get(each);
            ends.merge(new TopicPartition(place.topic(), place.partition()), place.offset() + 1, Math::max);
        }
        return ends;
    }

    private static RecordMetadata get(Future<RecordMetadata> written) {
        try {
            return written.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while replays were written", e);
        } catch (ExecutionException e) {
            throw Optional.of(e.getCause())
                    .filter(KafkaException.class::isInstance)
                    .map(KafkaException.class::cast)
                    .orElseGet(() -> new KafkaException(e.getCause()));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
