package io.turnstile.config;

import io.turnstile.booking.DurationFormat;
import io.turnstile.booking.Text;
import io.turnstile.kafka.TopicNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reader of settings of each kind, within their bounds. It keeps the text of each for the routes' placeholders. */
final class SettingsReader {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");

    private static final Pattern WORD = Pattern.compile("[!-~&&[^,'\"]]+");
    private static final String LONGEST_SUFFIX = ".12345678";
    private static final int MOST_DURATIONS = 20;
    private static final int TEXT_LENGTH = 200;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{16,}");

    private final SettingsSource source;
    private final SecretFiles secretFiles;
    private final TreeMap<String, String> placeholders = new TreeMap<>();

    SettingsReader(SettingsSource source, SecretFiles secretFiles) {
        this.source = source;
        this.secretFiles = secretFiles;
    }

    /** Returns the text of every setting read so far that is no secret, defaults included. */
    TreeMap<String, String> placeholders() {
        return placeholders;
    }

    String text(String key, String defaultValue) {
        return read(key, defaultValue, text -> text);
    }

    /** Reads the path of a file or folder. */
    Path path(String key, String defaultValue) {
        return read(key, defaultValue, text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw wrong(key, text, "the path of a file or folder");
            }
        });
    }

    /** Reads the path of a file that may be left out. */
    Optional<Path> file(String key) {
        return Optional.of(path(key, "")).filter(path -> !path.toString().isEmpty());
    }

    /** Reads the name or address of a host that may be left out. */
    Optional<String> host(String key) {
        return read(key, "", text -> {
            if (text.isEmpty() || HostNames.isHost(text)) {
                return Optional.of(text).filter(host -> !host.isEmpty());
            }
            throw wrong(key, text, "the name or address of a host, without a scheme and a port");
        });
    }

    /** Reads names or addresses of hosts with commas between them; one that begins with a dot means all below it. */
    List<String> hosts(String key, String defaultValue) {
        return read(key, defaultValue, text -> {
            List<String> hosts = Arrays.stream(text.split(",", -1))
                    .map(each -> each.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (hosts.stream().allMatch(HostNames::isHostOrDomain)) {
                return hosts;
            }
            throw wrong(key, text, "names or addresses of hosts with commas; .example.com means all below it");
        });
    }

    /** Reads a text that has no default and is shown to no route: from the setting, or from the file that another names. */
    Optional<String> secret(String key) {
        Optional<String> text = Optional.ofNullable(source.find(key));
        Optional<String> file = Optional.ofNullable(source.find(key + SecretFiles.SUFFIX));
        if (text.isPresent() && file.isPresent()) {
            throw new SettingsException(key + " and " + key + SecretFiles.SUFFIX + " are both set: leave one");
        }
        return file.map(path -> secretFiles.read(key, path)).or(() -> text);
    }

    /** Reads a text that may be left out. */
    Optional<String> optional(String key) {
        return read(key, "", text -> Optional.of(text).filter(given -> !given.isEmpty()));
    }

    /** Reads a text whose characters and length are bound by a pattern. */
    String name(String key, String defaultValue, Pattern pattern, String rule) {
        return read(key, defaultValue, text -> {
            if (pattern.matcher(text).matches()) {
                return text;
            }
            throw wrong(key, text, rule);
        });
    }

    /** Reads the name of a topic; Kafka's own are none. */
    String topic(String key, String defaultValue) {
        return read(key, defaultValue, text -> {
            if (TopicNames.isValid(text + LONGEST_SUFFIX) && TopicNames.isValid(text) && !text.startsWith("__")) {
                return text;
            }
            throw wrong(key, text, "the name of a topic: letters, digits, '.', '_' and '-', 240 at most");
        });
    }

    /** Reads addresses of Kafka brokers. */
    String brokers(String key, String defaultValue) {
        return read(
                key,
                defaultValue,
                text -> {
                    List<String> brokers = Arrays.stream(text.split(",", -1))
                            .map(String::strip)
                            .toList();
                    if (!brokers.stream().allMatch(HostNames::isBroker)) {
                        throw wrong(
                                key, text, "host:port, several with commas; an IPv6 address in brackets, [::1]:9092");
                    }
                    return String.join(",", brokers);
                },
                (text, value) -> value);
    }

    /** Reads a secret that is sent as a part of a header. */
    Optional<String> token(String key) {
        Optional<String> token = secret(key);
        if (token.filter(text -> !WORD.matcher(text).matches()).isPresent()) {
            throw new SettingsException(
                    key + " must be one word of ASCII characters, without quotes, commas or 'Bearer' before it");
        }
        return token;
    }

    /** Reads a URI or the path of one. */
    String reference(String key, String defaultValue) {
        return read(key, defaultValue, text -> {
            try {
                return new URI(text).toString();
            } catch (URISyntaxException e) {
                throw wrong(key, text, "a URI or a path, like /turnstile/eu");
            }
        });
    }

    /** Reads a secret that people show over HTTP: one that is long enough not to be guessed, and fits a header. */
    Optional<String> accessToken(String key) {
        Optional<String> token = secret(key);
        token.filter(text -> !TOKEN.matcher(text).matches()).ifPresent(text -> {
            throw new SettingsException(
                    key + " must have 16 characters or more, letters, digits and signs of ASCII without spaces");
        });
        return token;
    }

    boolean flag(String key, boolean defaultValue) {
        return read(key, Boolean.toString(defaultValue), text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, text, "true or false");
        });
    }

    int number(String key, int defaultValue, int least, int most) {
        String rule = "a whole number from " + least + " to " + most;
        return number(key, defaultValue, rule, number -> number >= least && number <= most);
    }

    /** Reads a number for which there is a rule of its own. */
    int number(String key, int defaultValue, String rule, IntPredicate allowed) {
        return read(
                key,
                Integer.toString(defaultValue),
                text -> {
                    if (NUMBER.matcher(text).matches() && allowed.test(Integer.parseInt(text))) {
                        return Integer.parseInt(text);
                    }
                    throw wrong(key, text, rule);
                },
                (text, value) -> Integer.toString(value));
    }

    Duration duration(String key, String defaultValue, Duration least, Duration most) {
        return read(key, defaultValue, text -> parseDuration(key, text, least, most));
    }

    /** Reads several times with commas between them, {@value #MOST_DURATIONS} at most. */
    List<Duration> durations(String key, String defaultValue, Duration least, Duration most) {
        return read(key, defaultValue, text -> {
            String[] parts = text.split(",", -1);
            if (parts.length > MOST_DURATIONS) {
                throw wrong(key, text, MOST_DURATIONS + " times at most");
            }
            return Arrays.stream(parts)
                    .map(each -> parseDuration(key, each.strip(), least, most))
                    .toList();
        });
    }

    /** Reads one of several words; the first is the default. */
    String choice(String key, String... words) {
        return read(key, words[0], text -> {
            if (List.of(words).contains(text)) {
                return text;
            }
            throw wrong(key, text, String.join(" or ", words));
        });
    }

    URI url(String key, String defaultValue) {
        return read(key, defaultValue, text -> parseUrl(key, text, defaultValue), (text, url) -> url.toString());
    }

    /** Reads an address that may be left out. */
    Optional<URI> optionalUrl(String key, String example) {
        return optional(key).map(text -> parseUrl(key, text, example));
    }

    private static URI parseUrl(String key, String text, String example) {
        return WebAddress.parse(key, text)
                .orElseThrow(() -> wrong(key, text, "an http or https address like " + example));
    }

    private <T> T read(String key, String defaultValue, Function<String, T> parse) {
        return read(key, defaultValue, parse, (text, value) -> text);
    }

    /** @param shown makes the text that routes see */
    private <T> T read(
            String key, String defaultValue, Function<String, T> parse, BiFunction<String, T, String> shown) {
        String set = source.find(key);
        String text = set == null ? defaultValue : set;
        T value = parse.apply(text);
        placeholders.put(key, shown.apply(text, value));
        return value;
    }

    private static Duration parseDuration(String key, String text, Duration least, Duration most) {
        Matcher parts = DURATION.matcher(text);
        if (!text.isEmpty() && parts.matches()) {
            Duration duration = Duration.ofDays(part(parts, 1))
                    .plusHours(part(parts, 2))
                    .plusMinutes(part(parts, 3))
                    .plusSeconds(part(parts, 4))
                    .plusMillis(part(parts, 5));
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        throw wrong(
                key,
                text,
                String.format(
                        Locale.ROOT,
                        "a time like 500ms, 10s or 2m, from %s to %s",
                        DurationFormat.setting(least),
                        DurationFormat.setting(most)));
    }

    private static long part(Matcher parts, int number) {
        return parts.group(number) == null ? 0 : Long.parseLong(parts.group(number));
    }

    private static SettingsException wrong(String key, String text, String rule) {
        return new SettingsException(key + " must be " + rule + " and is '" + Text.shorten(text, TEXT_LENGTH) + "'");
    }
}
