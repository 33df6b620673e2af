package io.turnstile.routes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers the calls one after the other as told, byte for byte, the last answer again and again; none cuts the connection. */
final class OddAltegio implements AutoCloseable {
    private final ServerSocket server;
    private final List<byte[]> answers;
    final List<String> targets = new CopyOnWriteArrayList<>();

    OddAltegio(List<byte[]> answers) throws IOException {
        this.answers = answers;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "odd-altegio");
        thread.setDaemon(true);
        thread.start();
    }

    static byte[] answer(int status, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " Odd\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nLocation: https://moved.example/"
                + "\r\nCamelHttpUri: http://127.0.0.1:1/evil\r\nSet-Cookie: a=b\r\nContent-Length: " + bytes.length
                + "\r\n\r\n";
        byte[] all = java.util.Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + bytes.length);
        System.arraycopy(bytes, 0, all, head.length(), bytes.length);
        return all;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = socket.getInputStream().read();
                    if (next < 0) {
                        break;
                    }
                    head.append((char) next);
                }
                String[] line = head.toString().split(" ");
                targets.add(line.length > 1 ? line[1] : "");
                byte[] answer = answers.get(Math.min(targets.size(), answers.size()) - 1);
                OutputStream out = socket.getOutputStream();
                out.write(answer);
                out.flush();
            } catch (IOException e) {
                // the server was closed, or the client left
            }
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/api/v1";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
