package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.Content;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers of a request that is replayed: its own as they came, and those that say which letter it was. */
public final class ReplayHeaders {

    private ReplayHeaders() {}

    public static Headers of(Content letter, boolean edited) {
        Headers headers = HeaderWriter.empty();
        for (Content.Header each : letter.headers()) {
            if (!HeaderNames.isOwn(each.name())) {
                headers.add(each.name(), each.value());
            }
        }
        HeaderWriter.add(headers, HeaderNames.REPLAY_OF, letter.letter().id());
        HeaderWriter.add(headers, HeaderNames.REPLAYS, letter.letter().replays() + 1);
        if (edited) {
            HeaderWriter.add(headers, HeaderNames.EDITED, "true");
        }
        return headers;
    }

    /** Returns whether the request's value is not in its letter, because Kafka did not take it there. */
    public static boolean isValueOmitted(Content letter) {
        return letter.value() == null
                && letter.headers().stream().anyMatch(each -> each.name().equals(HeaderNames.VALUE_OMITTED));
    }

    /**
     * Returns the partition on which a letter's request stood, whoever chose it: there its key's other requests are.
     *
     * @param partitions how many the requests topic has
     * @return null if the request stood on another topic, or on a partition that is there no more
     */
    public static @Nullable Integer partition(Content letter, String requests, int partitions) {
        if (!requests.equals(text(letter, HeaderNames.ORIGIN_TOPIC))) {
            return null;
        }
        String partition = text(letter, HeaderNames.ORIGIN_PARTITION);
        return partition.matches("\\d{1,9}") && Integer.parseInt(partition) < partitions
                ? Integer.valueOf(partition)
                : null;
    }

    private static String text(Content letter, String name) {
        String text = "";
        for (Content.Header each : letter.headers()) {
            if (each.name().equals(name) && each.value() != null) {
                text = new String(each.value(), StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
