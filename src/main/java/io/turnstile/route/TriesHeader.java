package io.turnstile.route;

import io.turnstile.booking.Decision;
import io.turnstile.booking.Evidence;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderNames;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Header in which a retry carries the last answer of each try before it, for the evidence of a letter that fails in the end. */
final class TriesHeader {

    /** Less than a dead letter's: a retry must not be larger than its request by much. */
    private static final int MOST_BYTES = 8 * 1024;

    private TriesHeader() {}

    /** Returns what a retry carries of earlier tries; nothing for a first try, whatever its headers. */
    static Evidence read(RequestRecord record) {
        Header header = record.headers().lastHeader(HeaderNames.EVIDENCE);
        return record.source() == RequestRecord.Source.RETRIES && header != null && header.value() != null
                ? Evidence.ofJson(header.value())
                : Evidence.NONE;
    }

    /**
     * Adds the header for the next try, if there is anything to tell.
     *
     * @param decision this try's, with what earlier ones told; null if it came to none
     */
    static void add(Headers headers, RequestRecord record, @Nullable Decision decision) {
        Evidence tries =
                decision == null ? read(record) : decision.evidence().last().after(read(record));
        if (!tries.answers().isEmpty()) {
            headers.add(HeaderNames.EVIDENCE, tries.toJson(MOST_BYTES));
        }
    }
}
