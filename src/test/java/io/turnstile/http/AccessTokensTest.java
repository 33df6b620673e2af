package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, whoever may look can discard, or whoever may do nothing finds out by trying how to. */
class AccessTokensTest {

    private static final String NAME = "turnstile-session=";

    /** Signs as an operator with all that a viewer knows: their own token, and how Turnstile is built. */
    @Test
    void shouldNotTakeASessionOfAnOperatorThatAViewerSigned() throws Exception {
        for (Optional<String> operator : List.of(Optional.<String>empty(), Optional.of(ApiServer.REPLAY))) {
            try (ApiServer server = guarded(Optional.of(ApiServer.LOOK), operator)) {
                String viewers = session(server, ApiServer.LOOK);
                assertThat(server.get("/api/session", "Cookie", viewers).body()).contains("\"viewer\"");
                String claim = viewers.substring(NAME.length(), viewers.lastIndexOf('.'))
                        .replace("viewer", "operator");
                List<byte[]> keys = new ArrayList<>();
                for (String known : List.of(
                        ApiServer.LOOK,
                        "",
                        "session\n" + Optional.of(ApiServer.LOOK) + "\n" + Optional.empty(),
                        "session\n" + ApiServer.LOOK + "\n" + null)) {
                    keys.add(digest(known));
                    keys.add((known + " ").getBytes(StandardCharsets.UTF_8));
                    keys.add(pbkdf2(known, "turnstile session of the operator"));
                    keys.add(pbkdf2(known, "turnstile session of the viewer"));
                }
                for (byte[] key : keys) {
                    for (String forged : List.of(claim, "operator." + claim.split("\\.")[1])) {
                        assertThat(server.get("/api/session", "Cookie", NAME + forged + "." + sign(key, forged))
                                        .statusCode())
                                .isEqualTo(401);
                    }
                }
            }
        }
    }

    @Test
    void shouldKnowNoRoleThatHasNoToken() throws Exception {
        String operators;
        try (ApiServer both = guarded(Optional.of(ApiServer.LOOK), Optional.of(ApiServer.REPLAY))) {
            operators = session(both, ApiServer.REPLAY);
        }
        try (ApiServer server = guarded(Optional.of(ApiServer.LOOK), Optional.empty())) {
            assertThat(server.get("/api/session", "Cookie", operators).statusCode())
                    .isEqualTo(401);
            for (String token : List.of("", ApiServer.REPLAY, "Optional.empty", "null")) {
                assertThat(server.get("/api/session", "Authorization", "Bearer " + token)
                                .statusCode())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void shouldTakeASessionAtEveryInstanceWithTheSameTokenAndAtNoOther() throws Exception {
        String viewers;
        try (ApiServer one = guarded(Optional.of(ApiServer.LOOK), Optional.of(ApiServer.REPLAY))) {
            viewers = session(one, ApiServer.LOOK);
        }
        try (ApiServer other = guarded(Optional.of(ApiServer.LOOK), Optional.of("another-operator-token"))) {
            assertThat(other.get("/api/session", "Cookie", viewers).body()).contains("\"viewer\"");
        }
        try (ApiServer changed = guarded(Optional.of("another-viewers-token"), Optional.of(ApiServer.REPLAY))) {
            assertThat(changed.get("/api/session", "Cookie", viewers).statusCode())
                    .isEqualTo(401);
        }
    }

    /** What a viewer may sign is a viewer's session; it must not be endless, nor break anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "viewer",
                "viewer.",
                "viewer.x",
                "viewer.99999999999999999999",
                "viewer.99999999999",
                "viewer.-1",
                "."
            })
    void shouldTakeNoSessionOfAnOddFormWhoeverSignedIt(String claim) throws Exception {
        try (ApiServer server = guarded(Optional.of(ApiServer.LOOK), Optional.empty())) {
            byte[] key = pbkdf2(ApiServer.LOOK, "turnstile session of the viewer");
            for (String whole : List.of(claim, claim + ".AAAAAAAAAAAAAAAAAAAAAA")) {
                assertThat(server.get("/api/session", "Cookie", NAME + whole + "." + sign(key, whole))
                                .statusCode())
                        .isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "cookie", "form"})
    void shouldLookAtFewGuessesASecondAndStillLetInWhoeverSharesTheAddress(String way) throws Exception {
        int guessers = 20;
        Duration time = Duration.ofSeconds(4);
        ExecutorService threads = Executors.newFixedThreadPool(guessers);
        try (ApiServer server = guarded(Optional.of(ApiServer.LOOK), Optional.of(ApiServer.REPLAY))) {
            String session = session(server, ApiServer.LOOK);
            assertThat(server.get("/api/session", "Cookie", session).statusCode())
                    .isEqualTo(200);
            // when somebody guesses as fast as they can
            Instant end = Instant.now().plus(time);
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < guessers; i++) {
                counts.add(threads.submit(guess(server, way, end)));
            }
            // then others at the same address get in, those who are in notice nothing, and few guesses are looked at
            assertThat(server.get("/api/session", "Authorization", "Bearer " + ApiServer.REPLAY)
                            .statusCode())
                    .isEqualTo(200);
            Instant before = Instant.now();
            for (int i = 0; i < 20; i++) {
                assertThat(server.get("/api/session", "Cookie", session).statusCode())
                        .isEqualTo(200);
            }
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
            int looked = 0;
            for (Future<Integer> each : counts) {
                looked += each.get();
            }
            assertThat(looked).isBetween(5, 10 + 10 * ((int) time.toSeconds() + 3) + guessers);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Integer> guess(ApiServer server, String way, Instant end) {
        return () -> {
            int looked = 0;
            for (int i = 0; Instant.now().isBefore(end); i++) {
                String guess = "guess-" + Thread.currentThread().getId() + "-" + i;
                HttpResponse<String> answer =
                        switch (way) {
                            case "Bearer" -> server.get("/api/jobs", "Authorization", "Bearer " + guess);
                            case "cookie" -> server.get("/metrics", "Cookie", NAME + guess);
                            default -> server.post("/api/session", "{\"token\": \"" + guess + "\"}");
                        };
                assertThat(answer.statusCode()).isIn(401, 429);
                looked += answer.statusCode() == 401 ? 1 : 0;
            }
            return looked;
        };
    }

    private static ApiServer guarded(Optional<String> viewer, Optional<String> operator) {
        return new ApiServer(new HttpConfig("0.0.0.0", 0, viewer, operator, Optional.empty()), Clock.systemUTC());
    }

    private static String session(ApiServer server, String token) throws Exception {
        return server.post("/api/session", "{\"token\": \"" + token + "\"}")
                .headers()
                .firstValue("set-cookie")
                .orElseThrow()
                .split(";")[0];
    }

    private static byte[] digest(String text) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] pbkdf2(String token, String salt) throws Exception {
        return javax.crypto.SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new javax.crypto.spec.PBEKeySpec(
                        token.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), 100_000, 256))
                .getEncoded();
    }

    private static String sign(byte[] key, String claim) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(claim.getBytes(StandardCharsets.UTF_8)));
    }
}
