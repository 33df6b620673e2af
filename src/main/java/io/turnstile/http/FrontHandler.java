package io.turnstile.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.http.access.Problem;
import io.turnstile.http.access.PublicUrl;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/**
 * First handler of all: takes the public address' path off, where the proxy leaves it on, and answers health itself, so that
 * an orchestrator hears that the process lives however much the others have to do.
 */
final class FrontHandler extends Handler.Wrapper {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    private final HttpParts parts;
    private final WorkerPool workers;
    private final String prefix;
    private final String home;
    private final SlowConnections connections;

    FrontHandler(
            Handler next,
            HttpParts parts,
            WorkerPool workers,
            SlowConnections connections,
            Optional<PublicUrl> publicUrl) {
        super(next);
        this.parts = parts;
        this.workers = workers;
        this.connections = connections;
        this.prefix = publicUrl.map(PublicUrl::prefix).orElse("");
        this.home = publicUrl.map(PublicUrl::text).orElse("") + "/";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        connections.begins(request);
        RawReplies.addHeaders(response);
        String path = Request.getPathInContext(request);
        if (!prefix.isEmpty() && path.equals(prefix)) {
            Response.sendRedirect(request, response, callback, home);
            return true;
        }
        Request inner = !prefix.isEmpty() && path.startsWith(prefix + "/") ? withoutPrefix(request) : request;
        String[] words = Request.getPathInContext(inner).split("/", 4);
        if (words.length < 3 || !words[1].equals("health")) {
            return super.handle(inner, response, callback);
        }
        Optional<String> name = words.length == 4 ? Optional.of(URIUtil.decodePath(words[3])) : Optional.empty();
        return switch (words[2]) {
            case "startup" -> health(inner, response, callback, Runnable::run, parts::started, name);
            case "live" -> health(inner, response, callback, Runnable::run, parts::live, name);
            case "ready" ->
                health(
                        inner,
                        response,
                        callback,
                        look -> workers.watch(response, callback, look),
                        parts::readiness,
                        name);
            default -> super.handle(inner, response, callback);
        };
    }

    private Request withoutPrefix(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath().startsWith(prefix) ? uri.getPath().substring(prefix.length()) : uri.getPath();
        return Request.serveAs(
                request,
                HttpURI.build(uri, path, uri.getParam(), uri.getQuery()).asImmutable());
    }

    private static boolean health(
            Request request,
            Response response,
            Callback callback,
            Executor executor,
            Supplier<Health> look,
            Optional<String> name) {
        if (!"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod())) {
            response.getHeaders().put("Allow", "GET, HEAD");
            RawReplies.send(response, callback, new Problem(405, "Method not allowed", "Health is only read: GET"));
            return true;
        }
        executor.execute(() -> {
            try {
                Health all = look.get();
                Health health = name.map(all::of).orElse(all);
                if (name.isPresent() && health.checks().isEmpty()) {
                    RawReplies.send(response, callback, unknown(all));
                    return;
                }
                RawReplies.send(
                        response, callback, health.isUp() ? 200 : 503, JSON_TYPE, JSON.writeValueAsBytes(health));
            } catch (JsonProcessingException | RuntimeException e) {
                Response.writeError(request, response, callback, e);
            }
        });
        return true;
    }

    private static Problem unknown(Health all) {
        return new Problem(
                404,
                "No such check",
                all.checks().stream()
                        .map(HealthResult::name)
                        .distinct()
                        .collect(Collectors.joining(", ", "There are these: ", "")));
    }
}
