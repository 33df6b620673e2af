package io.turnstile.intake.progress;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Offsets of one partition, above its committed offset, whose records are done. The metadata of the committed offset keeps
 * them as text: Base64 of a checksum and of run lengths (records to do, records done, and so on, from the committed offset
 * on), each a variable-length number. Text that is damaged, or stands beside another offset than it was written for, says
 * that nothing is done: what is read again is then decided again.
 */
public final class DoneOffsets {

    static final DoneOffsets NONE = new DoneOffsets(List.of());

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int CHECKSUM_BYTES = 4;

    private final List<Range> ranges;

    /** @param ranges in ascending order, with at least one offset between them */
    public DoneOffsets(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Offsets from the first up to, and without, the end. */
    public record Range(long first, long end) {

        public Range {
            if (first < 0 || end <= first) {
                throw new IllegalArgumentException("No range of offsets: " + first + " to " + end);
            }
        }
    }

    public boolean contains(long offset) {
        for (Range each : ranges) {
            if (offset < each.first) {
                return false;
            }
            if (offset < each.end) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many offsets are done below the limit. */
    long countBelow(long limit) {
        long count = 0;
        for (Range each : ranges) {
            count += Math.max(0, Math.min(each.end, limit) - each.first);
        }
        return count;
    }

    /** Returns the given ranges, and those of this above the offset. */
    List<Range> above(long offset, List<Range> lower) {
        List<Range> all = new ArrayList<>(lower);
        for (Range each : ranges) {
            if (each.end > offset) {
                add(all, new Range(Math.max(offset, each.first), each.end));
            }
        }
        return all;
    }

    private static void add(List<Range> ranges, Range next) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).end >= next.first) {
            ranges.set(last, new Range(ranges.get(last).first, next.end));
        } else {
            ranges.add(next);
        }
    }

    /** Returns the text to keep beside the committed offset; empty if nothing is done above it. */
    String text(long committed) {
        if (ranges.isEmpty()) {
            return "";
        }
        ByteBuffer runs = ByteBuffer.allocate(CHECKSUM_BYTES + ranges.size() * 20);
        runs.position(CHECKSUM_BYTES);
        long from = committed;
        for (Range each : ranges) {
            put(runs, each.first - from);
            put(runs, each.end - each.first);
            from = each.end;
        }
        runs.putInt(0, checksum(committed, runs.array(), runs.position()));
        runs.flip();
        return new String(ENCODER.encode(runs).array(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Reads what {@link #text} wrote beside this committed offset; {@link #NONE} if it is anything else. */
    static DoneOffsets parse(long committed, String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            ByteBuffer runs = ByteBuffer.wrap(bytes);
            if (bytes.length < CHECKSUM_BYTES || runs.getInt() != checksum(committed, bytes, bytes.length)) {
                return NONE;
            }
            List<Range> ranges = new ArrayList<>();
            long from = committed;
            while (runs.hasRemaining()) {
                long first = Math.addExact(from, get(runs));
                from = Math.addExact(first, get(runs));
                ranges.add(new Range(first, from));
            }
            return new DoneOffsets(ranges);
        } catch (IllegalArgumentException | ArithmeticException | java.nio.BufferUnderflowException damaged) {
            return NONE;
        }
    }

    private static int checksum(long committed, byte[] bytes, int end) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, committed));
        sum.update(bytes, CHECKSUM_BYTES, end - CHECKSUM_BYTES);
        return (int) sum.getValue();
    }

    private static void put(ByteBuffer runs, long number) {
        long rest = number;
        while (rest > 0x7f) {
            runs.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        runs.put((byte) rest);
    }

    private static long get(ByteBuffer runs) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            byte next = runs.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("A run length has more than nine bytes");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DoneOffsets that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
