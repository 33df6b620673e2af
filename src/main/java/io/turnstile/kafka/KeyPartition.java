package io.turnstile.kafka;

/**
 * Partition that a producer chooses for a key: the key's 32-bit Murmur2 hash, as Austin Appleby published it, modulo the
 * partitions. Kafka documents the choice, but its class for it is internal.
 */
public final class KeyPartition {

    private static final int SEED = 0x9747b28c;
    private static final int FACTOR = 0x5bd1e995;
    private static final int SHIFT = 24;

    private KeyPartition() {}

    /** @param partitions how many the topic has, at least one */
    public static int of(byte[] key, int partitions) {
        return (hash(key) & Integer.MAX_VALUE) % partitions;
    }

    private static int hash(byte[] key) {
        int hash = SEED ^ key.length;
        int whole = key.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = littleEndian(key, i, 4) * FACTOR;
            word = (word ^ (word >>> SHIFT)) * FACTOR;
            hash = hash * FACTOR ^ word;
        }
        if (whole < key.length) {
            hash = (hash ^ littleEndian(key, whole, key.length - whole)) * FACTOR;
        }
        hash = (hash ^ (hash >>> 13)) * FACTOR;
        return hash ^ (hash >>> 15);
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[from + i] & 0xff) << (8 * i);
        }
        return word;
    }
}
