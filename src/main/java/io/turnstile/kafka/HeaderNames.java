package io.turnstile.kafka;

import java.util.Locale;

/** Names of the headers that Turnstile writes to records and reads from them: the contract says what each holds. */
public final class HeaderNames {

    /** Beginning of the names that are Turnstile's own. */
    public static final String OWN = "turnstile-";

    public static final String DEAD_LETTER_ID = OWN + "dead-letter-id";
    public static final String KIND = OWN + "kind";
    public static final String REASON = OWN + "reason";
    public static final String MESSAGE = OWN + "message";
    public static final String EVIDENCE = OWN + "evidence";
    public static final String REQUEST_ID = OWN + "request-id";
    public static final String ORIGIN_TOPIC = OWN + "origin-topic";
    public static final String ORIGIN_PARTITION = OWN + "origin-partition";
    public static final String ORIGIN_OFFSET = OWN + "origin-offset";
    public static final String ORIGIN_TIMESTAMP = OWN + "origin-timestamp";
    public static final String ATTEMPTS = OWN + "attempts";
    public static final String NOT_BEFORE = OWN + "not-before";
    public static final String DECIDED_AT = OWN + "decided-at";
    public static final String VALUE_OMITTED = OWN + "value-omitted";
    public static final String TRACEPARENT = OWN + "traceparent";
    public static final String REPLAY_OF = OWN + "replay-of";
    public static final String REPLAYS = OWN + "replays";
    public static final String EDITED = OWN + "edited";
    public static final String REPLAYED_AS = OWN + "replayed-as";
    public static final String FIRST_ID = OWN + "first-id";
    public static final String FIRST_TIMESTAMP = OWN + "first-timestamp";

    public static final String CE_SPECVERSION = "ce_specversion";
    public static final String CE_ID = "ce_id";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_TIME = "ce_time";
    public static final String CE_SUBJECT = "ce_subject";
    public static final String CE_DATASCHEMA = "ce_dataschema";
    public static final String CONTENT_TYPE = "content-type";

    private HeaderNames() {}

    /** Returns whether a name is one of Turnstile's own, in capitals or not. */
    public static boolean isOwn(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(OWN);
    }
}
