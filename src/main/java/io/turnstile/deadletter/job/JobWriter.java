package io.turnstile.deadletter.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Content;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes replays, discards and what jobs come to, each call one transaction: all of it is there, or nothing. From the moment
 * one is made, the group's earlier ones can write no more. After any exception it is of no more use. One thread's.
 */
final class JobWriter implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final Producer<byte[], byte[]> producer;
    private final JobKafka.Topics topics;
    private final Clock clock;

    /** Says that Kafka will never take a letter as it is. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String letterId, Throwable cause) {
            super(String.format(Locale.ROOT, "Kafka refused letter %s: %s", letterId, cause.getMessage()), cause);
        }
    }

    JobWriter(JobKafka kafka, Clock clock) {
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
    void replay(String jobId, Order order, List<Content> letters) throws RefusedException {
        begin();
        List<RecordMetadata> places = write(order, letters);
        for (int i = 0; i < places.size(); i++) {
            RecordMetadata place = places.get(i);
            String replayedAs = place.topic() + "-" + place.partition() + "-" + place.offset();
            resolve(jobId, order, letters.get(i).letter().id(), Optional.of(replayedAs));
        }
        producer.commitTransaction();
    }

    private List<RecordMetadata> write(Order order, List<Content> letters) throws RefusedException {
        List<Future<RecordMetadata>> requests = new ArrayList<>();
        KafkaException fault = null;
        try {
            letters.forEach(each -> requests.add(producer.send(request(order, each))));
            producer.flush();
        } catch (KafkaException e) {
            // One that came before may say why.
            fault = e;
        }
        List<RecordMetadata> places = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            places.add(written(requests.get(i), letters.get(i).letter().id()));
        }
        if (fault != null) {
            throw fault;
        }
        return places;
    }

    private ProducerRecord<byte[], byte[]> request(Order order, Content letter) {
        String edit = order.edits().get(letter.letter().id());
        return new ProducerRecord<>(
                topics.requests(),
                null,
                letter.key(),
                edit == null ? letter.value() : utf8(edit),
                ReplayHeaders.of(letter, edit != null));
    }

    /** Resolves letters, and nothing else. */
    void discard(String jobId, Order order, List<String> letterIds) {
        begin();
        letterIds.forEach(each -> resolve(jobId, order, each, Optional.empty()));
        producer.commitTransaction();
    }

    /** Writes what a job came to. */
    void note(JobEvent event) {
        begin();
        producer.send(new ProducerRecord<>(topics.jobs(), 0, utf8(event.jobId()), JobEventJson.write(event)));
        producer.commitTransaction();
    }

    private void begin() {
        producer.beginTransaction();
    }

    private void resolve(String jobId, Order order, String letterId, Optional<String> replayedAs) {
        Instant now = clock.instant();
        ObjectNode json = JSON.createObjectNode();
        json.put("dead_letter_id", letterId);
        json.put("action", order.action() == Action.REPLAY ? "replayed" : "discarded");
        json.put("by", order.by()).put("at", now.toString()).put("note", order.note());
        json.put("job_id", jobId).put("edited", order.edits().containsKey(letterId));
        Headers headers = new RecordHeaders();
        replayedAs.ifPresent(id -> headers.add(ReplayHeaders.OWN + "replayed-as", utf8(id)));
        producer.send(new ProducerRecord<>(topics.resolutions(), null, utf8(letterId), utf8(json.toString()), headers));
    }

    private RecordMetadata written(Future<RecordMetadata> request, String letterId) throws RefusedException {
        try {
            return request.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while replays were written", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException || e.getCause() instanceof InvalidTopicException) {
                producer.abortTransaction();
                throw new RefusedException(letterId, e.getCause());
            }
            throw e.getCause() instanceof KafkaException fault ? fault : new KafkaException(e.getCause());
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
