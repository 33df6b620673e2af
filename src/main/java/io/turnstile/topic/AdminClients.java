package io.turnstile.topic;

import io.turnstile.config.Settings;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Factory of Kafka's admin clients. */
public final class AdminClients {

    static final int TIMEOUT_MS = 10_000;

    private AdminClients() {}

    /**
     * Makes a client, which connects when it is used. No call of it takes longer than {@link #TIMEOUT_MS}.
     *
     * @param purpose ends the client's name in Kafka's logs and metrics
     */
    public static Admin create(Settings settings, String purpose) {
        Map<String, Object> properties = settings.clients().client("-" + purpose);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        return Admin.create(properties);
    }
}
