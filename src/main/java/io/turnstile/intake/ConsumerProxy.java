package io.turnstile.intake;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kafka consumer for Camel to poll, in front of an {@link IntakeConsumer}: what that does not see to is the client's own. */
final class ConsumerProxy implements InvocationHandler {

    private final IntakeConsumer intake;
    private final Consumer<byte[], byte[]> kafka;

    private ConsumerProxy(IntakeConsumer intake, Consumer<byte[], byte[]> kafka) {
        this.intake = intake;
        this.kafka = kafka;
    }

    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> of(IntakeConsumer intake, Consumer<byte[], byte[]> kafka) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                ConsumerProxy.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new ConsumerProxy(intake, kafka));
    }

    /** Returns the consumer behind the one that Camel polls; null if that is not one of the intake's. */
    static @Nullable IntakeConsumer behind(Consumer<?, ?> consumer) {
        return Proxy.isProxyClass(consumer.getClass())
                        && Proxy.getInvocationHandler(consumer) instanceof ConsumerProxy proxy
                ? proxy.intake
                : null;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "poll":
                return intake.poll((Duration) arguments[0]);
            case "subscribe":
                subscribe(arguments);
                return null;
            case "close":
                intake.close();
                return null;
            default:
                return pass(method, arguments);
        }
    }

    private void subscribe(Object[] arguments) {
        ConsumerRebalanceListener camel = (ConsumerRebalanceListener) arguments[1];
        ConsumerRebalanceListener listener = new CommittingRebalanceListener(intake, camel);
        if (arguments[0] instanceof Pattern pattern) {
            kafka.subscribe(pattern, listener);
        } else {
            kafka.subscribe(
                    ((Collection<?>) arguments[0])
                            .stream().map(String.class::cast).toList(),
                    listener);
        }
    }

    private Object pass(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(kafka, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * Listener for partitions that come and go, ahead of Camel's: of those that go, what is decided is committed while that is
     * possible, and the rest forgotten, whatever happens. One consumer's; polling thread only.
     */
    private static final class CommittingRebalanceListener implements ConsumerRebalanceListener {

        private final IntakeConsumer consumer;
        private final ConsumerRebalanceListener camel;

        CommittingRebalanceListener(IntakeConsumer consumer, ConsumerRebalanceListener camel) {
            this.consumer = consumer;
            this.camel = camel;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                consumer.revoked(partitions);
            } finally {
                camel.onPartitionsRevoked(partitions);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            try {
                consumer.lost(partitions);
            } finally {
                camel.onPartitionsLost(partitions);
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.assigned(partitions);
            camel.onPartitionsAssigned(partitions);
        }
    }
}
