package io.turnstile.altegio.gate.call;

import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One answer of Altegio, read to its end, of which any number of responses can be made. The body is shared and must not be
 * changed.
 *
 * @param status HTTP status
 * @param reason reason phrase, or null
 * @param headers all headers but those that describe how the body was sent
 * @param type content type, or null
 * @param body the body, not compressed
 * @param sentAt just before the call was sent, in nanoseconds of the gate's ticker
 */
public record BufferedResponse(
        int status, String reason, List<Header> headers, @Nullable ContentType type, byte[] body, long sentAt) {

    /** Makes a response of its own for one of the calls that this answer serves. */
    public ClassicHttpResponse response() {
        ClassicHttpResponse response = new BasicClassicHttpResponse(status, reason);
        headers.forEach(response::addHeader);
        response.setEntity(new ByteArrayEntity(body, type));
        return response;
    }

    /** Returns status and content type, for a person. */
    public String describe() {
        return type == null || type.getMimeType() == null ? String.valueOf(status) : status + " " + type.getMimeType();
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Returns the bytes this answer takes in memory, roughly. */
    public int weight() {
        return 512 + body.length;
    }

    /** Describes without headers or body, either of which can hold a secret. */
    @Override
    public String toString() {
        return "answer " + status + ", " + body.length + " bytes";
    }
}
