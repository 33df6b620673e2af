package io.turnstile.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.turnstile.http.access.Caller;
import io.turnstile.http.access.Problem;
import io.turnstile.http.access.PublicUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Endpoints that serve what machines can read of the contract: OpenAPI, AsyncAPI, and JSON Schemas of the messages. */
final class ContractRoutes {

    private static final List<String> SCHEMAS =
            List.of("booking-request", "booking-schedule", "schedule-headers", "dead-letter-headers", "resolution");

    private final byte[] openApi;
    private final Map<String, byte[]> schemas = SCHEMAS.stream()
            .collect(Collectors.toUnmodifiableMap(name -> name + ".json", name -> read("schemas/" + name + ".json")));

    /** @param publicUrl address under which a proxy shows the REST, if one does: its description then names it */
    ContractRoutes(Optional<PublicUrl> publicUrl) {
        this.openApi = publicUrl
                .map(url -> withServer(read("openapi.json"), url.text()))
                .orElseGet(() -> read("openapi.json"));
    }

    List<ApiEndpoint> routes() {
        return Stream.of(
                        document("openapi.json", openApi),
                        document("asyncapi.json", read("asyncapi.json")),
                        document("altegio.json", read("altegio.json")),
                        ApiEndpoint.get("/api/schemas/{name}", this::schema))
                .toList();
    }

    private static ApiEndpoint document(String name, byte[] json) {
        return ApiEndpoint.get("/api/" + name, (context, caller) -> answer(context, json));
    }

    private void schema(Context context, @Nullable Caller caller) {
        byte[] json = schemas.get(context.pathParam("name"));
        if (json == null) {
            throw new Problem(
                    404,
                    "No such schema",
                    "There are: " + schemas.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        answer(context, json);
    }

    private static void answer(Context context, byte[] json) {
        context.contentType(HttpBodies.JSON).result(json);
    }

    private static byte[] withServer(byte[] document, String url) {
        try {
            JsonNode tree = new JsonMapper().readTree(document);
            ((ObjectNode) tree.at("/servers/0")).put("url", url);
            return Json.bytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in = ContractRoutes.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
