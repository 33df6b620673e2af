package io.turnstile.endtoend;

import io.turnstile.app.EmbeddedKafka;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Starts one broker for all test classes of this JVM, when the first of them needs it; it stops with the last. */
public final class SharedKafka implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedKafka.class);

    private EmbeddedKafka kafka;

    @Override
    public void beforeAll(ExtensionContext context) {
        kafka = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("broker", any -> EmbeddedKafka.start(0), EmbeddedKafka.class);
    }

    public String brokers() {
        return kafka.brokers();
    }
}
