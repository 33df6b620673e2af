package io.turnstile.ops.access;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets callers in, or refuses them with a {@link Problem}. Keeps other sites from using what a browser may do here: names that
 * were made to lead to this machine (DNS rebinding), pages elsewhere that post to it, or that only look whether it answers.
 */
public final class Doorkeeper {

    /** People name themselves with it, for the audit. */
    public static final String NAME_HEADER = "Turnstile-By";

    private static final int LONGEST_NAME = 80;
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_IN_A_LINE = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private final Access access;

    public Doorkeeper(Access access) {
        this.access = access;
    }

    /** Returns the caller if the role is theirs. */
    public Caller admit(Context context, Role needed) {
        refuseOtherSites(context);
        Role role = access.role(context.header("Authorization"), context.cookie(SessionCookies.NAME))
                .orElseThrow(Problem::unauthorized);
        if (!role.includes(needed)) {
            throw Problem.forbidden("The token is the viewer's, which may only look:"
                    + " this needs the operator's (turnstile.http.operator-token)");
        }
        return new Caller(role, name(context).orElse(role.text()));
    }

    /** Refuses what a page of another site sent, whoever its user is. */
    public void refuseOtherSites(Context context) {
        String host = context.header("Host");
        if (access.isOpen() && host != null && !LOOPBACK.matcher(host).matches()) {
            throw Problem.forbidden("This address is only for this machine: call it by 127.0.0.1 or localhost, not "
                    + line(host, LONGEST_NAME));
        }
        String site = context.header("Sec-Fetch-Site");
        boolean ours = site == null || site.equals("same-origin") || site.equals("none");
        boolean link = context.method() == HandlerType.GET && "navigate".equals(context.header("Sec-Fetch-Mode"));
        if (!ours && !link || !isOwnOrigin(context.header("Origin"), host)) {
            throw Problem.forbidden("Pages of other sites may not call this");
        }
        if (context.method() == HandlerType.POST && !isJson(context.contentType())) {
            throw new Problem(
                    415, "Not JSON", "Send 'Content-Type: application/json', also with a call that has no body");
        }
    }

    private static boolean isOwnOrigin(String origin, String host) {
        if (origin == null) {
            return true;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isJson(String type) {
        return type != null && type.split(";")[0].strip().equalsIgnoreCase("application/json");
    }

    private static Optional<String> name(Context context) {
        return Optional.ofNullable(context.header(NAME_HEADER))
                .map(Doorkeeper::decoded)
                .map(name -> line(name, LONGEST_NAME).strip())
                .filter(name -> !name.isEmpty());
    }

    /** Browsers send headers in Latin-1 only: other letters come percent-encoded. */
    private static String decoded(String name) {
        try {
            return java.net.URLDecoder.decode(name.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** Returns a text that cannot break out of a log line. */
    public static String line(String text, int longest) {
        String one = NOT_IN_A_LINE.matcher(text).replaceAll(" ");
        return one.length() <= longest ? one : one.substring(0, longest) + "…";
    }
}
