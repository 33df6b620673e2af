package io.turnstile.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.util.TimeUtils;

/** Reads settings of each kind, within their bounds, and keeps the text of each for the routes' placeholders. */
final class SettingsReader {

    private final SettingsSource source;
    private final TreeMap<String, String> placeholders = new TreeMap<>();

    SettingsReader(SettingsSource source) {
        this.source = source;
    }

    /** Returns the text of every setting read so far that is no secret, defaults included. */
    TreeMap<String, String> placeholders() {
        return placeholders;
    }

    String text(String key, String defaultValue) {
        return read(key, defaultValue, text -> text);
    }

    /** Reads a text that has no default and is shown to no route. */
    Optional<String> secret(String key) {
        return Optional.ofNullable(source.find(key));
    }

    boolean flag(String key, boolean defaultValue) {
        return read(key, Boolean.toString(defaultValue), text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, text, "true or false");
        });
    }

    int number(String key, int defaultValue, int least, int most) {
        return read(key, Integer.toString(defaultValue), text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // falls through to the same message
            }
            throw wrong(key, text, "a whole number from " + least + " to " + most);
        });
    }

    Duration duration(String key, String defaultValue, Duration least, Duration most) {
        return read(key, defaultValue, text -> parseDuration(key, text, least, most));
    }

    List<Duration> durations(String key, String defaultValue, Duration least, Duration most) {
        return read(key, defaultValue, text -> Arrays.stream(text.split(","))
                .map(each -> parseDuration(key, each.strip(), least, most))
                .toList());
    }

    URI url(String key, String defaultValue) {
        return read(key, defaultValue, text -> {
            try {
                URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                if (url.getRawUserInfo() != null) {
                    throw new SettingsException(key + " must not hold a user or password");
                }
                if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                        && url.getHost() != null
                        && url.getQuery() == null
                        && url.getFragment() == null) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // falls through to the same message
            }
            throw wrong(key, text, "an http or https address like https://api.alteg.io/api/v1");
        });
    }

    private <T> T read(String key, String defaultValue, Function<String, T> parse) {
        String set = source.find(key);
        String text = set == null ? defaultValue : set;
        T value = parse.apply(text);
        placeholders.put(key, text);
        return value;
    }

    private static Duration parseDuration(String key, String text, Duration least, Duration most) {
        try {
            Duration duration = Duration.ofMillis(TimeUtils.toMilliSeconds(text));
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // the second is what Camel throws for a word like "soon"; both fall through to the same message
        }
        throw wrong(key, text, "a time like 500ms, 10s or 2m, from %s to %s".formatted(print(least), print(most)));
    }

    private static String print(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    private static SettingsException wrong(String key, String text, String rule) {
        return new SettingsException(key + " must be " + rule + " and is '" + text + "'");
    }
}
