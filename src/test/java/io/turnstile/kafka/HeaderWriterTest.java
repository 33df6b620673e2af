package io.turnstile.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** If this fails, a request's headers do not survive to its dead letter, or a change of the copy changes the request. */
class HeaderWriterTest {

    private final Headers request =
            HeaderWriter.empty().add("trace", new byte[] {1}).add("odd", null);

    @Test
    void shouldCopyRepeatedNamesInTheirOrderAndNothingElse() {
        request.add("trace", new byte[] {2});

        Headers copy = HeaderWriter.copy(request);
        copy.remove("odd");

        assertThat(copy).extracting(Header::key).containsExactly("trace", "trace");
        assertThat(copy.lastHeader("trace").value()).containsExactly(2);
        assertThat(request).extracting(Header::key).containsExactly("trace", "odd", "trace");
        assertThat(HeaderWriter.copy(request, name -> name.equals("odd")))
                .singleElement()
                .satisfies(each -> assertThat(each.value()).isNull());
    }

    @Test
    void shouldWriteTextAsUtf8() {
        HeaderWriter.add(request, "city", "Орёл");
        HeaderWriter.add(request, "offset", 4_711L);

        assertThat(new String(request.lastHeader("city").value(), StandardCharsets.UTF_8))
                .isEqualTo("Орёл");
        assertThat(request.lastHeader("offset").value()).asString().isEqualTo("4711");
    }
}
