package io.turnstile.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Address of a web server that paths can be appended to. */
final class WebAddress {

    /** What a path's percent signs may not hide: it would be cut, or end in another line, somewhere on its way. */
    private static final Pattern HIDDEN_CONTROL = Pattern.compile("(?i)%(?:[01][0-9a-f]|7f)");

    private WebAddress() {}

    /**
     * Reads an address, without slashes at its end.
     *
     * @return empty if it is not http or https with a host, or holds a query, a fragment or a control character
     * @throws SettingsException if it holds a user or password, which logs and messages would show
     */
    static Optional<URI> parse(String key, String text) {
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            if (url.getRawUserInfo() != null) {
                throw new SettingsException(key + " must not hold a user or password");
            }
            boolean isUsable = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && (url.getPort() == -1 || HostNames.isPort(url.getPort()))
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && !HIDDEN_CONTROL.matcher(text).find();
            return isUsable ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
