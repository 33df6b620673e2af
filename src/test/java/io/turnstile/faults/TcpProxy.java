package io.turnstile.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Network between clients and one port on loopback, which can be made worse. Passes bytes on, whatever they are. Thread-safe. */
final class TcpProxy implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final long SLOW_NANOS = 150_000_000;
    private static final long DRIP_NANOS = 100_000_000;

    enum Mode {
        PASSING,
        /** Nothing passes, and nobody is told. What was on its way passes afterwards, unless it is dropped. */
        CUT,
        /** Each chunk takes 150 ms more, each way. */
        SLOWED,
        /** Connections are reset, and new ones too. */
        RESET,
        /** A byte passes each 100 ms. */
        DRIPPING;

        static final Mode[] HARMFUL = {CUT, SLOWED, RESET, DRIPPING};
    }

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final int target;
    private final boolean drops;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Mode mode = Mode.PASSING;

    /**
     * Starts to pass connections on.
     *
     * @param drops whether connections that were held up are reset afterwards: for a server that counts what arrives, since a
     *     call whose caller gave up long ago would arrive all the same
     */
    TcpProxy(int target, boolean drops) throws IOException {
        this.target = target;
        this.drops = drops;
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Makes the network good or bad, for connections that are open too. */
    synchronized void set(Mode now) {
        Mode before = mode;
        mode = now;
        boolean wereHeldUp = before == Mode.CUT || before == Mode.DRIPPING;
        if (now == Mode.RESET || (drops && wereHeldUp)) {
            open.forEach(TcpProxy::reset);
        }
        notifyAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (mode == Mode.RESET) {
                    reset(client);
                } else {
                    threads.execute(() -> connect(client));
                }
            } catch (IOException closed) {
                // Closed, or a client that is gone again.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            open.add(client);
            open.add(to);
            threads.execute(() -> pump(to, client));
            pump(client, to);
        } catch (IOException | RuntimeException gone) {
            reset(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[CHUNK];
        try {
            int count;
            while ((count = from.getInputStream().read(bytes)) >= 0) {
                pass(bytes, count, to.getOutputStream());
            }
        } catch (IOException gone) {
            // Either side has closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private void pass(byte[] bytes, int count, OutputStream to) throws IOException, InterruptedException {
        int done = 0;
        while (done < count) {
            awaitUncut();
            int part = mode == Mode.DRIPPING ? 1 : count - done;
            if (mode == Mode.DRIPPING || mode == Mode.SLOWED) {
                LockSupport.parkNanos(mode == Mode.DRIPPING ? DRIP_NANOS : SLOW_NANOS);
            }
            to.write(bytes, done, part);
            to.flush();
            done += part;
        }
    }

    private synchronized void awaitUncut() throws InterruptedException {
        while (mode == Mode.CUT) {
            wait();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            // So be it.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is.
        }
    }

    @Override
    public void close() {
        set(Mode.PASSING);
        try {
            server.close();
        } catch (IOException closed) {
            // It is.
        }
        open.forEach(TcpProxy::close);
        threads.shutdownNow();
    }
}
