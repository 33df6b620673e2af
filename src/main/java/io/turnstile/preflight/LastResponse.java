package io.turnstile.preflight;

import io.turnstile.altegio.ErrorResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/** Last response that came over the wire, below the gate: the gate waits for a better one where a check has to say what came. */
final class LastResponse implements ExecChainHandler {

    private static final int MOST = 1024 * 1024;

    private final AtomicReference<Seen> last = new AtomicReference<>();

    /** @param location where a redirect points; null if nowhere */
    record Seen(int status, byte[] body, @Nullable String location) {

        /** Returns whether its body is neither empty nor the API's. */
        boolean isForeign() {
            return body.length > 0 && !ErrorResponse.isOne(body);
        }
    }

    Optional<Seen> seen() {
        return Optional.ofNullable(last.get());
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        Header location = response.getFirstHeader("Location");
        last.set(new Seen(response.getCode(), new byte[0], location == null ? null : location.getValue()));
        if (response.getEntity() != null) {
            ContentType type = ContentType.parseLenient(response.getEntity().getContentType());
            byte[] body = EntityUtils.toByteArray(response.getEntity(), MOST);
            last.set(new Seen(response.getCode(), body, location == null ? null : location.getValue()));
            response.setEntity(new ByteArrayEntity(body, type));
        }
        return response;
    }
}
