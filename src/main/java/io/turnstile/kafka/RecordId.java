package io.turnstile.kafka;

/**
 * Dead-letter id in parts: {@code <topic>-<partition>-<offset>}, which takes little room in an index. Any other text is a
 * {@code topic} with -1 for the others.
 */
public record RecordId(String topic, int partition, long offset) {

    public static RecordId parse(String id) {
        int second = id.lastIndexOf('-');
        int first = second < 1 ? -1 : id.lastIndexOf('-', second - 1);
        if (first < 1) {
            return new RecordId(id, -1, -1);
        }
        long partition = number(id, first + 1, second);
        long offset = number(id, second + 1, id.length());
        return partition < 0 || partition > Integer.MAX_VALUE || offset < 0
                ? new RecordId(id, -1, -1)
                : new RecordId(id.substring(0, first), (int) partition, offset);
    }

    /** Reads a number without sign or leading zeros, so that the text can be made again; -1 if it is no such number. */
    private static long number(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 18 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    public String text() {
        return text(topic, partition, offset);
    }

    public static String text(String topic, int partition, long offset) {
        return partition < 0 ? topic : topic + "-" + partition + "-" + offset;
    }
}
