package io.turnstile.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Files of the console from the class path: the page at {@code /}, its files under {@code /console}, and lit-html's modules
 * under {@code /vendor/lit-html}. They hold no data and no secrets: everybody may have them, and what they show they ask
 * {@code /api} for.
 */
final class ConsolePage {

    /**
     * Lets the page run its own scripts and nothing else. Markup can only be made from lit-html's templates, so text that
     * came in a message cannot become script even by a mistake of ours.
     */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types lit-html";

    private static final Pattern FILE = Pattern.compile("[a-z-]+\\.(js|css|svg)");
    private static final Pattern MODULE = Pattern.compile("(directives/)?[a-z-]+\\.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final String modules = "/META-INF/resources/webjars/lit-html/" + versionOf("lit-html") + "/";

    void addTo(RoutesConfig routes) {
        add(routes, "/", context -> send(context, "/console/index.html"));
        add(routes, "/console/{file}", context -> send(context, "/console/", context.pathParam("file"), FILE));
        add(routes, "/vendor/lit-html/<file>", context -> send(context, modules, context.pathParam("file"), MODULE));
    }

    /** Javalin by itself answers 200 to a HEAD of whatever has a GET. Jetty leaves the body out. */
    private static void add(RoutesConfig routes, String path, Handler page) {
        routes.get(path, page);
        routes.addEndpoint(new Endpoint(HandlerType.HEAD, path, page));
    }

    private static void send(Context context, String folder, String file, Pattern allowed) {
        if (allowed.matcher(file).matches()) {
            send(context, folder + file);
        } else {
            context.status(404);
        }
    }

    private static void send(Context context, String resource) {
        Optional<byte[]> bytes = read(resource);
        if (bytes.isEmpty()) {
            context.status(404);
            return;
        }
        context.header("Content-Security-Policy", POLICY)
                .contentType(TYPES.get(resource.substring(resource.lastIndexOf('.') + 1)))
                .result(bytes.get());
    }

    private static Optional<byte[]> read(String resource) {
        try (InputStream in = ConsolePage.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource + " from the class path", e);
        }
    }

    /** Returns the version of a WebJar, which is part of its folder's name. */
    private static String versionOf(String webJar) {
        Properties properties = new Properties();
        try (InputStream in = ConsolePage.class.getResourceAsStream(
                "/META-INF/maven/org.webjars.npm/" + webJar + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + webJar + " from the class path", e);
        }
        return properties.getProperty("version");
    }
}
