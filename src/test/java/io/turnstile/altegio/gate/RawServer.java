package io.turnstile.altegio.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that writes the bytes of its answers itself, rules of HTTP or not. It closes the connection after each. */
final class RawServer implements AutoCloseable {

    static final String GOOD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 11\r\n\r\n{\"data\":[]}";

    /** Writes the answer to a request for this target. */
    @FunctionalInterface
    interface Writer {
        void write(String target, OutputStream out) throws Exception;
    }

    final List<String> seen = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Writer writer;

    RawServer(Writer writer) throws IOException {
        this.writer = writer;
        threads.submit(this::accept);
    }

    /** Makes a server that answers client 7 with these bytes, and all others well. */
    static RawServer oddToSeven(Writer odd) throws IOException {
        return new RawServer((target, out) -> {
            if (target.contains("/client/7/")) {
                odd.write(target, out);
            } else {
                out.write(GOOD.getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/api/v1");
    }

    private Void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            threads.submit(() -> answer(socket));
        }
    }

    private Void answer(Socket open) throws Exception {
        try (Socket socket = open) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String first = in.readLine();
            if (first == null) {
                return null;
            }
            for (String line = first; line != null && !line.isEmpty(); line = in.readLine()) {
                // Headers say nothing here.
            }
            String target = first.split(" ")[1];
            seen.add(target);
            writer.write(target, socket.getOutputStream());
            socket.getOutputStream().flush();
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
