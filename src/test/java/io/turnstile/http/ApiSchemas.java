package io.turnstile.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.turnstile.http.api.Api;
import java.io.IOException;
import java.util.List;

/** Is the REST's description, for those who hold answers against it. */
public final class ApiSchemas {

    private static final String PLACE = "https://turnstile/schemas.json";

    private final SchemaRegistry schemas;

    public ApiSchemas() throws IOException {
        JsonNode document = new JsonMapper().readTree(Api.class.getResourceAsStream("openapi.json"));
        String definitions = "{\"$defs\": %s}"
                .formatted(document.at("/components/schemas").toString().replace("#/components/schemas/", "#/$defs/"));
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(any -> definitions));
    }

    /** Returns in what JSON differs from the schema of a name. */
    public List<String> faults(String name, JsonNode json) {
        Schema schema = schemas.getSchema(SchemaLocation.of(PLACE + "#/$defs/" + name));
        return schema.validate(json).stream().map(Object::toString).toList();
    }
}
