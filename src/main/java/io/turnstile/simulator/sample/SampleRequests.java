package io.turnstile.simulator.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.Booking;
import io.turnstile.simulator.world.ExpectedOutcome;
import io.turnstile.simulator.world.SimulatorJson;
import io.turnstile.simulator.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Booking requests that fit a world. The same world, seed and count give the same samples. Request ids are {@code
 * sample-<seed>-<n>}, n from 1.
 */
public final class SampleRequests {
    private static final int KEY_TRIES = 200;
    private static final int TRIES = 100_000;

    private final World world;
    private final long seed;
    private final Random random;
    private final BookingDraw draw;

    private SampleRequests(World world, long seed) {
        this.world = world;
        this.seed = seed;
        this.random = new Random(seed);
        this.draw = new BookingDraw(world, random);
    }

    /**
     * Makes requests of which 70 of 100 can be scheduled, and the others meet each reason of the kinds rejected and
     * malformed in turn: each of the nine at least once from 30 requests on. About four requests have the same key.
     *
     * @param count at least 0
     */
    public static List<SampleRequest> mixed(World world, long seed, int count) {
        SampleRequests samples = new SampleRequests(world, seed);
        ExpectedOutcome[] all = ExpectedOutcome.values();
        List<ExpectedOutcome> wanted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wanted.add(i < count * 3 / 10 ? all[1 + i % (all.length - 1)] : ExpectedOutcome.SCHEDULED);
        }
        Collections.shuffle(wanted, samples.random);
        List<Long> clients = samples.anyClients(1 + count / 4);
        return IntStream.range(0, count)
                .mapToObj(i -> samples.sample(i + 1, wanted.get(i), clients))
                .toList();
    }

    /**
     * Makes requests that can all be scheduled, for {@code clients} clients in turn.
     *
     * @param count at least 0
     * @param clients at least 1
     * @throws IllegalArgumentException if the world has fewer clients that can book anything
     */
    public static List<SampleRequest> valid(World world, long seed, int count, int clients) {
        SampleRequests samples = new SampleRequests(world, seed);
        List<Long> able = samples.ableClients(clients);
        return IntStream.range(0, count)
                .mapToObj(i -> samples.sample(i + 1, ExpectedOutcome.SCHEDULED, List.of(able.get(i % clients))))
                .toList();
    }

    private SampleRequest sample(int number, ExpectedOutcome expected, List<Long> clients) {
        Booking booking = booking(expected.malformed() ? ExpectedOutcome.SCHEDULED : expected, clients);
        ObjectNode json = booking.json("sample-" + seed + "-" + number);
        if (number % 5 == 0) {
            json.put("channel", "mobile");
        }
        byte[] value =
                switch (expected) {
                    case NOT_JSON -> MalformedSamples.notJson(json, random.nextInt(1000));
                    case INVALID_REQUEST -> MalformedSamples.invalid(json, random.nextInt(1000));
                    default -> SimulatorJson.bytes(json);
                };
        return new SampleRequest(String.valueOf(booking.clientId()), value, expected);
    }

    /** Draws until the outcome fits, first for the given clients, then for any. */
    private Booking booking(ExpectedOutcome expected, List<Long> clients) {
        for (int i = 0; i < TRIES; i++) {
            long client = i < KEY_TRIES ? clients.get(random.nextInt(clients.size())) : anyClient();
            Optional<Booking> booking = draw.draw(expected, client);
            if (booking.isPresent()) {
                return booking.get();
            }
        }
        throw new IllegalArgumentException("the world is too small for a sample of " + expected);
    }

    private long anyClient() {
        return world.firstClientId() + random.nextInt(world.clientCount());
    }

    private List<Long> anyClients(int count) {
        return IntStream.range(0, count).mapToObj(i -> anyClient()).toList();
    }

    private List<Long> ableClients(int count) {
        List<Long> able = new ArrayList<>();
        int first = random.nextInt(world.clientCount());
        for (int i = 0; i < world.clientCount() && able.size() < count; i++) {
            long id = world.firstClientId() + (first + i) % world.clientCount();
            if (canBook(id)) {
                able.add(id);
            }
        }
        if (able.size() < count) {
            throw new IllegalArgumentException(
                    "of the world's " + world.clientCount() + " clients only " + able.size() + " can book");
        }
        return able;
    }

    /** Draws often enough that a client who passes will not run out of tries later. */
    private boolean canBook(long id) {
        return IntStream.range(0, 8)
                .anyMatch(i -> draw.draw(ExpectedOutcome.SCHEDULED, id).isPresent());
    }
}
