package io.turnstile.altegio.gate;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Server that sends a byte every so often, and never ends its answer. */
final class DrippingServer implements AutoCloseable {

    private static final int EVERY_MS = 50;

    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String firstWords;
    private final char drop;
    private final boolean reads;

    /** @param reads whether it reads the request; one that does not lets an upload stand still */
    DrippingServer(String firstWords, char drop, boolean reads) throws IOException {
        this.firstWords = firstWords;
        this.drop = drop;
        this.reads = reads;
        threads.submit(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            connections.incrementAndGet();
            threads.submit(() -> drip(socket));
        }
    }

    private Void drip(Socket open) throws Exception {
        try (Socket socket = open) {
            if (!reads) {
                threads.awaitTermination(1, TimeUnit.HOURS);
            }
            OutputStream out = socket.getOutputStream();
            out.write(firstWords.getBytes(StandardCharsets.US_ASCII));
            while (!threads.awaitTermination(EVERY_MS, TimeUnit.MILLISECONDS)) {
                out.write(drop);
                out.flush();
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
