package io.turnstile.booking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** A token that stands in a dead letter or a log is everybody's: whoever may read those may then book as the owner. */
class RedactorTest {
    private static final String TOKEN = "9a\"b/c d+é7&f\\0-4711-partner";
    private final Redactor redactor = new Redactor();

    {
        redactor.accept(TOKEN);
        redactor.accept("earlier-user-token");
    }

    @Example
    void shouldBlotOutASecretAsItIsAndLeaveTheRest() {
        assertThat(redactor.apply("got Bearer " + TOKEN + ", User earlier-user-token!"))
                .isEqualTo("got Bearer ***, User ***!");
        assertThat(redactor.apply("nothing here: 100% of <b>it</b> &amp; \\u0416"))
                .isEqualTo("nothing here: 100% of <b>it</b> &amp; \\u0416");
        assertThat(redactor.apply(null)).isNull();
    }

    @Example
    void shouldBlotOutASecretInEachOfItsSpellings() throws Exception {
        String json = new JsonMapper().writeValueAsString(TOKEN);
        String url = URLEncoder.encode(TOKEN, StandardCharsets.UTF_8);
        String php = json.replace("/", "\\/").replace("é", "\\u00e9");
        assertBlotted(json);
        assertBlotted(php);
        assertBlotted(new JsonMapper().writeValueAsString(php));
        assertBlotted(url);
        assertBlotted(url.replace("+", "%20"));
        assertBlotted(url.toLowerCase(java.util.Locale.ROOT));
        assertBlotted(URLEncoder.encode(url, StandardCharsets.UTF_8));
        assertBlotted(URLEncoder.encode(json, StandardCharsets.UTF_8));
        assertBlotted(TOKEN.replace("&", "&amp;").replace("\"", "&quot;").replace("/", "&#x2F;"));
        assertBlotted(TOKEN.replace("&", "&#38;").replace("\"", "&#034;"));
        assertBlotted(TOKEN.codePoints().mapToObj(c -> "&#" + c + ";").reduce("", String::concat));
    }

    @Property
    void shouldBlotOutASecretInsideBase64WhereverItBegins(@ForAll @IntRange(max = 20) int before) {
        String text = "x".repeat(before) + "Bearer " + TOKEN + ", User earlier-user-token";

        String code = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        String blotted = redactor.apply("Basic " + code);

        assertThat(blotted).contains("***").hasSizeLessThan(code.length() / 2 + before * 2 + 10);
    }

    @Property
    void shouldBlotOutWhatIsLeftOfASecretThatWasCut(@ForAll @IntRange(min = 14, max = 27) int kept) {
        String cut = TOKEN.substring(0, kept);

        assertThat(redactor.apply("quoted: " + cut + "…")).isEqualTo("quoted: ***…");
        assertThat(redactor.apply("quoted: " + cut)).isEqualTo("quoted: ***");
    }

    @Property(tries = 300)
    void shouldFindASecretInWhateverStandsAroundIt(
            @ForAll @StringLength(max = 40) String before, @ForAll @StringLength(max = 40) String after) {
        assertThat(redactor.apply(before + "earlier-user-token" + after)).doesNotContain("earlier-user-token");
    }

    @Example
    void shouldBlotOutASecretInHexAlsoWhereItWasCut() {
        String hex = HexFormat.of().formatHex(TOKEN.getBytes(StandardCharsets.UTF_8));

        assertThat(redactor.apply("dump: 42656172657220" + hex + "0a")).isEqualTo("dump: 42656172657220***0a");
        assertThat(redactor.apply("dump: " + hex.toUpperCase(Locale.ROOT))).isEqualTo("dump: ***");
        assertThat(redactor.apply("dump: " + hex.substring(0, hex.length() - 9) + "…"))
                .isEqualTo("dump: ***…");
    }

    @Example
    void shouldBlotOutASecretInCapitalsWhateverItsEscapes() {
        assertThat(redactor.apply("BEARER " + TOKEN.toUpperCase(Locale.ROOT) + " IS UNKNOWN"))
                .isEqualTo("BEARER *** IS UNKNOWN");
        assertBlotted(URLEncoder.encode(TOKEN.toUpperCase(Locale.ROOT), StandardCharsets.UTF_8));
        assertThat(redactor.apply("Earlier-User-Token")).isEqualTo("***");
    }

    /** Short ones are words: what is a login is a name too, and stands in each other line. */
    @Example
    void shouldFindAShortSecretOnlyAsItIs() {
        redactor.accept("Anna");

        assertThat(redactor.apply("Anna, not anna and not 416e6e61")).isEqualTo("***, not anna and not 416e6e61");
    }

    @Example
    void shouldRememberTheConfiguredSecretsHoweverManyTokensWereFetchedSince() {
        IntStream.range(0, 2_000).forEach(i -> redactor.accept("fetched-token-" + i));

        assertThat(redactor.apply(TOKEN + " fetched-token-1999 fetched-token-1600 earlier-user-token"))
                .isEqualTo("*** *** *** ***");
    }

    @Example
    void shouldLeaveSecretsThatWouldBeFoundEverywhere() {
        redactor.accept("10");
        redactor.accept(" ");

        assertThat(redactor.apply("10 visits")).isEqualTo("10 visits");
        assertThat(redactor).hasToString("Redactor[hidden]");
    }

    private void assertBlotted(String spelling) {
        assertThat(redactor.apply("a=" + spelling + ";"))
                .as(spelling)
                .startsWith("a=")
                .endsWith(";")
                .contains("***")
                .doesNotContain("4711", "partner", "9a");
    }
}
