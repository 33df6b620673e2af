package io.turnstile.http.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * Origin of a call in the network.
 *
 * @param peer address at the other end of the connection
 * @param address the caller's, as the proxy names it where one is expected; otherwise the peer's
 */
public record Source(String peer, String address) {

    /** Whatever proxies, load balancers and content networks add to what passes them. */
    private static final Pattern OF_PROXIES = Pattern.compile(
            "forwarded|via|x-forwarded(-.*)?|x-original-.*|x-real-ip|x-remote-(ip|addr|user)|x-scheme|x-url-scheme"
                    + "|(x-|x-cluster-|true-|fastly-|wl-proxy-|proxy-)?client-ip|x-proxyuser-.*|x-auth-request-.*"
                    + "|x-envoy-.*|x-arr-.*|x-amzn?-.*|x-azure-.*|x-appengine-.*|x-cloud-trace-context|x-bluecoat-via"
                    + "|cf-.*|cdn-loop|front-end-https|remote-user|x-rewrite-url",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FOR = Pattern.compile(".*\\bfor=\"?([^\";,]+).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS = Pattern.compile(
            "(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?|\\[?([0-9a-f:.]*:[0-9a-f:.]*)](?::\\d+)?"
                    + "|([0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)",
            Pattern.CASE_INSENSITIVE);

    public Source {
        Objects.requireNonNull(peer);
        Objects.requireNonNull(address);
    }

    /** @param proxied whether a proxy is expected: then the last address that it names is the caller's */
    static Source of(Request request, boolean proxied) {
        String peer = Request.getRemoteAddr(request);
        String address = proxied ? forwarded(request.getHeaders()).orElse(peer) : peer;
        return new Source(peer, address);
    }

    /** Returns what shows that a call came through a proxy; empty if nothing does. */
    static Optional<String> signOfProxy(Request request) {
        Optional<String> header = request.getHeaders().getFieldNamesCollection().stream()
                .filter(name -> OF_PROXIES.matcher(name).matches())
                .findFirst();
        // Nobody but proxies speaks the version before.
        return header.or(() -> request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
                ? Optional.of("HTTP/1.0")
                : Optional.empty());
    }

    private static Optional<String> forwarded(HttpFields headers) {
        return last(headers.getValuesList("X-Forwarded-For"))
                .or(() -> last(headers.getValuesList("Forwarded"))
                        .map(text -> FOR.matcher(text).replaceFirst("$1")))
                .or(() -> last(headers.getValuesList("X-Real-IP")))
                .flatMap(Source::address);
    }

    /** What came before the last one, anybody can have written. */
    private static Optional<String> last(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String line = values.get(values.size() - 1);
        return Optional.of(line.substring(line.lastIndexOf(',') + 1).strip());
    }

    /** Returns the address that a text is; of IPv6 the network, for whoever has one address there has all of them. */
    private static Optional<String> address(String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(1) != null) {
            return Optional.of(parts.group(1));
        }
        try {
            InetAddress six = InetAddress.getByName(parts.group(2) == null ? parts.group(3) : parts.group(2));
            byte[] bytes = six.getAddress();
            return Optional.of(
                    six instanceof Inet6Address
                            ? String.format(
                                    Locale.ROOT,
                                    "%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64",
                                    bytes[0],
                                    bytes[1],
                                    bytes[2],
                                    bytes[3],
                                    bytes[4],
                                    bytes[5],
                                    bytes[6],
                                    bytes[7])
                            : six.getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
