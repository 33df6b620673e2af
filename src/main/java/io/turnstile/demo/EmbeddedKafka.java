package io.turnstile.demo;

import io.turnstile.config.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.jspecify.annotations.Nullable;

/**
 * Kafka broker (KRaft, one node) in this process, on loopback only, in a folder that goes with it. For demo and tests: it
 * keeps one copy of everything.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final int MOST_ATTEMPTS = 3;
    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final int port;
    private final Map<String, String> properties;
    private @Nullable KafkaRaftServer server;

    private EmbeddedKafka(Path folder, int port, Map<String, String> more) throws IOException {
        this.folder = folder;
        this.port = port;
        this.properties = new HashMap<>(properties(folder, port, Ports.free(HOST)));
        properties.putAll(more);
    }

    /**
     * Starts a broker.
     *
     * @param preferredPort the port to use if it is free; otherwise, and with 0, a free one is taken
     */
    public static EmbeddedKafka start(int preferredPort) {
        return start(Ports.isFree(HOST, preferredPort) ? List.of(preferredPort) : List.of(), Map.of());
    }

    /**
     * Starts a broker on a free port.
     *
     * @param more properties of the broker that it is to have too, or others than usual
     */
    public static EmbeddedKafka startWith(Map<String, String> more) {
        return start(List.of(), more);
    }

    /**
     * Starts a broker, on a free port where another process took the one that was free a moment before.
     *
     * @param ports to be tried first
     */
    static EmbeddedKafka start(List<Integer> ports, Map<String, String> more) {
        for (int attempt = 0; ; attempt++) {
            Path folder = makeFolder();
            try {
                EmbeddedKafka kafka =
                        new EmbeddedKafka(folder, attempt < ports.size() ? ports.get(attempt) : Ports.free(HOST), more);
                kafka.startFirst();
                return kafka;
            } catch (Exception e) {
                remove(folder);
                if (attempt >= ports.size() + MOST_ATTEMPTS || !isPortTaken(e)) {
                    throw new IllegalStateException("The embedded Kafka did not start: " + e.getMessage(), e);
                }
            }
        }
    }

    private static Path makeFolder() {
        TemporaryFolder.require();
        try {
            return Files.createTempDirectory("turnstile-kafka-");
        } catch (IOException e) {
            throw new IllegalStateException("The embedded Kafka did not start: " + e.getMessage(), e);
        }
    }

    private static boolean isPortTaken(Throwable fault) {
        Throwable each = fault;
        while (each != null && !(each instanceof BindException)) {
            each = each.getCause();
        }
        return each != null;
    }

    private void startFirst() throws Exception {
        format();
        try {
            resume();
        } catch (Exception e) {
            suspend();
            throw e;
        }
    }

    /** Returns host and port, as clients want them. */
    public String brokers() {
        return HOST + ":" + port;
    }

    /** Stops the broker and keeps its folder: every client loses it. */
    public void suspend() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Starts the broker on its folder, with all that it held. */
    public void resume() {
        server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
    }

    @Override
    public void close() {
        suspend();
        remove(folder);
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException("The folder " + folder + " of the embedded Kafka could not be removed", e);
        }
    }

    private void format() throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE_ID)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .run();
    }

    private static Map<String, String> properties(Path folder, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", folder.toString()),
                Map.entry("num.partitions", "6"),
                Map.entry("offsets.topic.num.partitions", "6"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "6"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.enable", "false"),
                Map.entry("auto.create.topics.enable", "false"));
    }
}
