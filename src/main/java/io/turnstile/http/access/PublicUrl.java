package io.turnstile.http.access;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Address under which a proxy shows the console to people: {@code https://ops.example/turnstile}.
 *
 * @param url http or https, with a host, and a plain path or none
 */
public record PublicUrl(URI url) {

    /** What may be part of a {@code Set-Cookie} header and in a page without being quoted. */
    private static final Pattern PLAIN_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/?");

    public PublicUrl {
        if (!isUsable(url)) {
            throw new IllegalArgumentException(url + " is no public address");
        }
    }

    /** Returns the address that a text names; empty if it cannot be used. */
    public static Optional<PublicUrl> parse(String text) {
        try {
            URI url = URI.create(text);
            return isUsable(url) ? Optional.of(new PublicUrl(url)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getPort() <= 65_535
                && PLAIN_PATH.matcher(url.getRawPath()).matches();
    }

    /** Returns the path without a slash at its end: {@code /turnstile}, or nothing at all. */
    public String prefix() {
        String path = url.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Returns the whole address without a slash at its end. */
    public String text() {
        return scheme() + "://" + authority(url.getRawAuthority()) + prefix();
    }

    public boolean isSecure() {
        return scheme().equals("https");
    }

    boolean isHost(String host) {
        return authority(host).equals(authority(url.getRawAuthority()));
    }

    boolean isOrigin(String origin) {
        String start = scheme() + "://";
        return origin.toLowerCase(Locale.ROOT).startsWith(start) && isHost(origin.substring(start.length()));
    }

    private String scheme() {
        return url.getScheme().toLowerCase(Locale.ROOT);
    }

    /** Browsers leave out the port that the scheme has anyway, and proxies do not. */
    private String authority(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String usual = isSecure() ? ":443" : ":80";
        return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
    }
}
