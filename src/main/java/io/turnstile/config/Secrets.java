package io.turnstile.config;

import io.turnstile.booking.Redactor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets of this process, in one place: those of all settings in use, and the user tokens that were fetched since. Log
 * lines are blotted by the same: see {@link RedactedLogEvents}.
 */
public final class Secrets {

    /** For the whole process, since its log is one. */
    public static final Redactor OF_PROCESS = new Redactor();

    private static final Pattern PASSWORD_IN_JAAS =
            Pattern.compile("(?i)(?:password|secret)\\s*=\\s*(?:[\"']([^\"']+)|([^\"';\\s]+))");

    private Secrets() {}

    /** Gathers the secrets of settings that are about to be used. */
    public static Redactor of(Settings settings) {
        Settings.Altegio altegio = settings.altegio();
        Settings.Http http = settings.http();
        Stream.of(
                        altegio.partnerToken(),
                        altegio.userToken(),
                        altegio.login(),
                        altegio.password(),
                        http.viewerToken(),
                        http.operatorToken(),
                        http.tls().flatMap(Settings.Tls::password))
                .flatMap(secret -> secret.stream())
                .forEach(OF_PROCESS);
        settings.proxy().flatMap(Settings.Proxy::login).ifPresent(login -> OF_PROCESS.accept(login.password()));
        settings.kafka().properties().forEach((key, value) -> {
            if (KafkaProperties.isSecret(key)) {
                OF_PROCESS.accept(value);
            }
            Matcher password = PASSWORD_IN_JAAS.matcher(key.endsWith("jaas.config") ? value : "");
            while (password.find()) {
                OF_PROCESS.accept(password.group(1) == null ? password.group(2) : password.group(1));
            }
        });
        return OF_PROCESS;
    }
}
