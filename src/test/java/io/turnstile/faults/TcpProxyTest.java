package io.turnstile.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If this fails, the network that the adversary makes worse is as good as before, and nothing is tested by it. */
class TcpProxyTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket client = echo.accept();
                    threads.execute(() -> echo(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        proxy = new TcpProxy(echo.getLocalPort(), false);
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            // The test has closed it.
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
        threads.shutdownNow();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(300);
        return socket;
    }

    private static void write(Socket to, int value) throws IOException {
        to.getOutputStream().write(value);
        to.getOutputStream().flush();
    }

    private static int read(Socket from) throws IOException {
        from.setSoTimeout(30_000);
        return from.getInputStream().read();
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(300);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldPassBytesOnBothWays() throws IOException {
        try (Socket socket = connect()) {
            write(socket, 7);
            assertThat(read(socket)).isEqualTo(7);
        }
    }

    @Test
    void shouldHoldBytesBackWhileItIsCutAndPassThemOnAfterwards() throws IOException {
        try (Socket socket = connect()) {
            proxy.set(TcpProxy.Mode.CUT);
            write(socket, 7);
            assertSilent(socket);

            proxy.set(TcpProxy.Mode.PASSING);
            assertThat(read(socket)).isEqualTo(7);
        }
    }

    @Test
    void shouldResetConnectionsOldAndNew() throws IOException {
        try (Socket old = connect()) {
            write(old, 7);
            assertThat(read(old)).isEqualTo(7);
            proxy.set(TcpProxy.Mode.RESET);
            assertThatThrownBy(() -> read(old)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> {
                    try (Socket fresh = connect()) {
                        write(fresh, 7);
                        read(fresh);
                        write(fresh, 7);
                        throw new IOException("it ended with " + read(fresh));
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldPassOnEachByteByItselfWhileItDrips() throws IOException {
        try (Socket socket = connect()) {
            proxy.set(TcpProxy.Mode.DRIPPING);
            long begin = System.nanoTime();
            socket.getOutputStream().write(new byte[] {1, 2, 3});
            for (int each = 1; each <= 3; each++) {
                assertThat(read(socket)).isEqualTo(each);
            }
            assertThat(System.nanoTime() - begin).isGreaterThan(300_000_000L);
        }
    }
}
