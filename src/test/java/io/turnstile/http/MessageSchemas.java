package io.turnstile.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.turnstile.http.api.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/** Schemas of the messages and of their headers, for those who hold records against them. */
public final class MessageSchemas {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, builder -> {});

    private MessageSchemas() {}

    /** Reads a schema: {@code booking-request}, say. */
    public static JsonNode read(String name) throws IOException {
        return JSON.readTree(Api.class.getResourceAsStream("schemas/" + name + ".json"));
    }

    /** Returns in what JSON differs from a schema. */
    public static List<String> faults(String name, JsonNode json) throws IOException {
        Schema schema = SCHEMAS.getSchema(read(name));
        return schema
                .validate(json, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** Returns in what the headers of a record differ from a schema. */
    public static List<String> faults(String name, Headers headers) throws IOException {
        ObjectNode texts = JSON.createObjectNode();
        headers.forEach(each -> texts.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
        return faults(name, texts);
    }
}
