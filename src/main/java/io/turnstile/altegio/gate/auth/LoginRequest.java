package io.turnstile.altegio.gate.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnstile.altegio.ErrorResponse;
import io.turnstile.altegio.gate.call.AltegioHeaders;
import io.turnstile.altegio.gate.call.BufferedResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** The call that turns a login into a user token. It reads both shapes of answer: the token at the top, or under data. */
final class LoginRequest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Credentials.Login login;
    private final String path;
    private final byte[] body;

    LoginRequest(Credentials.Login login, String path) {
        this.login = login;
        this.path = path;
        try {
            this.body = JSON.writeValueAsBytes(Map.of("login", login.login(), "password", login.password()));
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("The login cannot be written as JSON");
        }
    }

    /**
     * Makes the call.
     *
     * @return the user token
     * @throws TokenRefusedException if Altegio answers 401, or 4xx in its own words
     * @throws IOException if it fails for now; its message holds no part of the answer
     */
    String send(Tokens.Line line) throws IOException, InterruptedException {
        ClassicHttpRequest request = new BasicClassicHttpRequest("POST", path);
        AltegioHeaders.set(request);
        request.setHeader(HttpHeaders.AUTHORIZATION, new Token(login.partnerToken(), null).authorization());
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        BufferedResponse answer = line.call(request);
        boolean said = answer.status() >= 400 && answer.status() < 500 && ErrorResponse.isOne(answer.body());
        if (answer.status() == 401 || said) {
            throw new TokenRefusedException("Altegio refused the login with " + answer.status());
        }
        if (!answer.isSuccess()) {
            throw new IOException("Altegio answered the login with " + answer.status());
        }
        return userToken(answer.body());
    }

    private static String userToken(byte[] body) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException broken) {
            // Without its cause, which would quote the body.
            throw new IOException("Altegio answered the login with something that is not JSON");
        }
        JsonNode atTop = json.path("user_token");
        String token = (atTop.isMissingNode() ? json.path("data").path("user_token") : atTop).asText("");
        if (token.isBlank()) {
            throw new IOException("Altegio answered the login without a user token");
        }
        return token;
    }
}
