package io.turnstile.simulator.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.api.AltegioApi;
import io.turnstile.simulator.api.ApiCall;
import io.turnstile.simulator.api.ApiResponse;
import io.turnstile.simulator.world.SimulatorJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** Odd answers, made of a call and, where it is only delivered oddly, of the good answer to it. */
final class OddApi {

    private final AltegioApi api;

    OddApi(AltegioApi api) {
        this.api = api;
    }

    ApiResponse answer(OddResponse odd, ApiCall call) {
        int status = odd.status();
        return switch (odd.kind()) {
            case ERROR -> ApiResponse.refusal(status, "Something is wrong");
            case HTML -> page(status);
            case REDIRECT -> page(status).with("Location", "https://moved.example" + call.target());
            case EMPTY -> page(status).with(new byte[0]);
            case SUCCESS_FALSE -> ApiResponse.refusal(status, "Something is wrong");
            case WRONG_SHAPE ->
                ApiResponse.of(
                        status, SimulatorJson.object().put("status", "ok").putNull("result"));
            case ENDLESS_GZIP -> endless(api.answer(call)).with(status);
            case DRIP -> api.answer(call).with(status).dripping(odd.pause());
            case QUOTE -> quote(status, call);
        };
    }

    private static ApiResponse page(int status) {
        String page = "<!DOCTYPE html>\n<html><head><title>" + status + "</title></head>\n<body><h1>" + status
                + "</h1><hr>proxy</body></html>\n";
        return ApiResponse.of(status, SimulatorJson.object())
                .with(page.getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "text/html; charset=utf-8");
    }

    private static ApiResponse endless(ApiResponse good) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(good.body());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written to", e);
        }
        byte[] whole = bytes.toByteArray();
        return good.with(Arrays.copyOf(whole, whole.length * 2 / 3)).with("Content-Encoding", "gzip");
    }

    /** Quotes as it is, percent-encoded, and in base64. */
    private static ApiResponse quote(int status, ApiCall call) {
        String quoted = "Authorization: " + call.authorization() + (call.body().isEmpty() ? "" : " " + call.body());
        ObjectNode error = SimulatorJson.object().put("success", false).putNull("data");
        error.putObject("meta")
                .put("message", "Bad request: " + quoted)
                .put("encoded", URLEncoder.encode(quoted, StandardCharsets.UTF_8))
                .put("base64", Base64.getEncoder().encodeToString(quoted.getBytes(StandardCharsets.UTF_8)));
        return ApiResponse.of(status, error);
    }
}
