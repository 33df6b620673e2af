package io.turnstile.faults;

import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Request of the traffic, and what has to become of it as long as no fault explains another outcome.
 *
 * @param requestClass what is the matter with it
 * @param location its location's id, 0 if it has none that can be read
 * @param expected {@code SCHEDULED}, or the reason of its dead letter; one of them where there are several
 */
record Request(String requestClass, long location, Set<String> expected, ProducerRecord<byte[], byte[]> record) {

    static final String SCHEDULED = "SCHEDULED";

    private static final int LARGE = 8_000;

    Request {
        expected = Set.copyOf(expected);
    }

    /** Returns whether a topic that takes 20 kB a record may refuse its outcome, or its letter. */
    boolean isLarge() {
        int headers = 0;
        for (var each : record.headers()) {
            headers += each.value() == null ? 0 : each.value().length;
        }
        return (record.value() == null ? 0 : record.value().length) + headers > LARGE || hasEvidence();
    }

    private boolean hasEvidence() {
        return !expected.contains(SCHEDULED);
    }
}
