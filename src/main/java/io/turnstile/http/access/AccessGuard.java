package io.turnstile.http.access;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Check of every call before anything is read of it but its head. Keeps other sites from using what a browser may do here:
 * names that were made to lead to this machine (DNS rebinding), pages elsewhere that post to it, or that only look whether it
 * answers; and those that come through a proxy of which no setting tells. Thread-safe.
 */
public final class AccessGuard {

    /** People name themselves with it, for the audit. */
    public static final String NAME_HEADER = "Turnstile-By";

    private static final String CALLER = "turnstile.caller";
    private static final String SOURCE = "turnstile.source";
    private static final int LONGEST_NAME = 80;
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_IN_A_LINE =
            Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

    private final Access access;

    public AccessGuard(Access access) {
        this.access = access;
    }

    /** Leaves with a call what was found out about it, for those who answer it. */
    public static void mark(Request request, Source source, Optional<Caller> caller) {
        request.setAttribute(SOURCE, source);
        caller.ifPresent(known -> request.setAttribute(CALLER, known));
    }

    /**
     * Returns who makes a call that was let through.
     *
     * @throws Problem if the role is not theirs
     */
    public static Caller admit(Request request, Role needed) {
        Caller caller = (Caller) request.getAttribute(CALLER);
        if (caller == null) {
            throw Problem.unauthorized();
        }
        if (!caller.role().includes(needed)) {
            throw Problem.forbidden("The token is the viewer's, which may only look:"
                    + " this needs the operator's (turnstile.http.operator-token)");
        }
        return caller;
    }

    /** Returns where a call that was let through comes from. */
    public static Source marked(Request request) {
        return (Source) request.getAttribute(SOURCE);
    }

    /** Returns where a call comes from. */
    public Source source(Request request) {
        return Source.of(request, access.publicUrl().isPresent());
    }

    /**
     * Returns how long a call has to wait before anybody looks at the token it shows: no time, unless many wrong ones came
     * from there.
     *
     * @throws Problem if too many wait before it
     */
    public Duration turn(Request request, Source source) {
        return Credential.of(request).map(shown -> turn(shown, source)).orElse(Duration.ZERO);
    }

    /** Returns the same for the token of the sign-in form, whatever it is. */
    public Duration turnOfForm(Source source) {
        return turn(Credential.ofForm(""), source);
    }

    private Duration turn(Credential credential, Source source) {
        return access.turn(credential, source)
                .orElseThrow(() -> new Problem(
                        429,
                        "Too many wrong tokens",
                        "Too many wrong tokens come from your address: try again in half a minute"));
    }

    /** Returns the caller, if what is shown gives a role. */
    public Optional<Caller> caller(Request request, Source source) {
        Optional<Role> role = access.isOpen()
                ? Optional.of(Role.OPERATOR)
                : Credential.of(request).flatMap(shown -> access.role(shown, source, call(request)));
        return role.map(known -> new Caller(known, name(request).orElse(known.text()), source.address()));
    }

    /** Returns the role that the token of the sign-in form gives. */
    public Optional<Role> signIn(String token, Source source) {
        return access.role(Credential.ofForm(token), source, "POST /api/session");
    }

    /** Ends the sessions that a call shows. */
    public void signOut(Request request) {
        Credential.cookies(request).forEach(access::signOut);
    }

    private static String call(Request request) {
        return request.getMethod() + " " + line(request.getHttpURI().getPath(), 300);
    }

    /** Returns why a call is refused whoever makes it: what a page of another site sent, or what came by a way not known. */
    public Optional<Problem> refusal(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (access.isOpen()) {
            Optional<Problem> stranger = strangeWay(request, host);
            if (stranger.isPresent()) {
                return stranger;
            }
        }
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean ours = site == null || site.equals("same-origin") || site.equals("none");
        boolean link = "GET".equals(request.getMethod())
                && "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"));
        if (!ours && !link || !isOwnOrigin(request.getHeaders().get(HttpHeader.ORIGIN), host)) {
            return Optional.of(Problem.forbidden("Pages of other sites may not call this"
                    + (access.publicUrl().isPresent()
                            ? ""
                            : ". If a proxy shows this one, set turnstile.http.public-url to its address")));
        }
        if ("POST".equals(request.getMethod()) && !isJson(request.getHeaders().get(HttpHeader.CONTENT_TYPE))) {
            return Optional.of(new Problem(
                    415, "Not JSON", "Send 'Content-Type: application/json', also with a call that has no body"));
        }
        return Optional.empty();
    }

    private Optional<Problem> strangeWay(Request request, String host) {
        Optional<String> proxy = access.publicUrl().isPresent() ? Optional.empty() : Source.signOfProxy(request);
        if (proxy.isPresent()) {
            return Optional.of(Problem.forbidden("This came through a proxy (" + line(proxy.get(), LONGEST_NAME)
                    + "), and whoever comes through it would be an operator: set turnstile.http.operator-token, or, if"
                    + " the proxy itself lets in operators only, turnstile.http.public-url"));
        }
        boolean known = host == null
                || LOOPBACK.matcher(host).matches()
                || access.publicUrl().filter(url -> url.isHost(host)).isPresent();
        return known
                ? Optional.empty()
                : Optional.of(Problem.forbidden("This address is only for this machine: call it by 127.0.0.1 or"
                        + " localhost, not " + line(host, LONGEST_NAME)
                        + "; if a proxy shows it, set turnstile.http.public-url to the proxy's address"));
    }

    private boolean isOwnOrigin(String origin, String host) {
        if (origin == null
                || access.publicUrl().filter(url -> url.isOrigin(origin)).isPresent()) {
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

    private static Optional<String> name(Request request) {
        return Optional.ofNullable(request.getHeaders().get(NAME_HEADER))
                .map(AccessGuard::decoded)
                .map(name -> line(name, LONGEST_NAME).strip())
                .filter(name -> !name.isEmpty());
    }

    /** Browsers send headers in Latin-1 only: other letters come percent-encoded. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
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
