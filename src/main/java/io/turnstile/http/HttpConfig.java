package io.turnstile.http;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.http.access.Access;
import io.turnstile.http.access.PublicUrl;
import io.turnstile.http.access.Role;
import io.turnstile.tls.KeyFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of where to listen, and who may look.
 *
 * @param host name or address of this machine
 * @param port 1 to 65535, or 0 for any free one
 * @param viewerToken of people who may look
 * @param operatorToken of people who may do more
 * @param publicUrl where a proxy shows it to people; empty if none does
 * @param tls certificate and key; empty for plain HTTP
 */
public record HttpConfig(
        String host,
        int port,
        Optional<String> viewerToken,
        Optional<String> operatorToken,
        Optional<PublicUrl> publicUrl,
        Optional<KeyFiles> tls) {

    /** Makes a configuration without TLS. */
    public HttpConfig(
            String host,
            int port,
            Optional<String> viewerToken,
            Optional<String> operatorToken,
            Optional<PublicUrl> publicUrl) {
        this(host, port, viewerToken, operatorToken, publicUrl, Optional.empty());
    }

    /**
     * Refuses to show anything to a network without a token.
     *
     * @throws HttpServerException if the host is unknown, or is no loopback address and there is no token
     */
    public HttpConfig {
        if (!isLoopback(host) && viewerToken.isEmpty() && operatorToken.isEmpty()) {
            throw new HttpServerException("turnstile.http.host is " + host
                    + ", which others can reach: set turnstile.http.viewer-token (TURNSTILE_HTTP_VIEWER_TOKEN) or"
                    + " turnstile.http.operator-token (TURNSTILE_HTTP_OPERATOR_TOKEN), or listen on 127.0.0.1");
        }
        if (viewerToken.isPresent() && viewerToken.equals(operatorToken)) {
            throw new HttpServerException(
                    "turnstile.http.viewer-token and turnstile.http.operator-token are the same: then"
                            + " whoever may look may also replay; set two different ones, or the operator's alone");
        }
    }

    Access access(Clock clock) {
        return new Access(isLoopback(host), tokens(), publicUrl, tls.isPresent(), clock, Ticker.systemTicker());
    }

    Map<Role, String> tokens() {
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        viewerToken.ifPresent(token -> tokens.put(Role.VIEWER, token));
        operatorToken.ifPresent(token -> tokens.put(Role.OPERATOR, token));
        return tokens;
    }

    private static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            throw new HttpServerException("turnstile.http.host must be a name or address of this machine and is '"
                    + host + "', which is not known");
        }
    }

    @Override
    public String toString() {
        return "OpsConfig[" + host + ":" + port + "]";
    }
}
