package io.turnstile.ops;

import io.turnstile.ops.access.Access;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/**
 * Says where to listen, and who may look.
 *
 * @param host name or address of this machine
 * @param port 1 to 65535, or 0 for any free one
 * @param viewerToken of people who may look
 * @param operatorToken of people who may do more
 */
public record OpsConfig(String host, int port, Optional<String> viewerToken, Optional<String> operatorToken) {

    /**
     * Refuses to show anything to a network without a token.
     *
     * @throws OpsException if the host is unknown, or is no loopback address and there is no token
     */
    public OpsConfig {
        if (!isLoopback(host) && viewerToken.isEmpty() && operatorToken.isEmpty()) {
            throw new OpsException("turnstile.http.host is " + host
                    + ", which others can reach: set turnstile.http.viewer-token (TURNSTILE_HTTP_VIEWER_TOKEN) or"
                    + " turnstile.http.operator-token (TURNSTILE_HTTP_OPERATOR_TOKEN), or listen on 127.0.0.1");
        }
    }

    Access access(Clock clock) {
        return new Access(isLoopback(host), viewerToken, operatorToken, clock);
    }

    private static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            throw new OpsException("turnstile.http.host must be a name or address of this machine and is '" + host
                    + "', which is not known");
        }
    }

    @Override
    public String toString() {
        return "OpsConfig[" + host + ":" + port + "]";
    }
}
