package io.turnstile.app;

import io.turnstile.config.KafkaProperties;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.intake.IntakeClientFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Requirements that a loaded set of routes meets before it may run: it has every route that the intake calls, and reads
 * requests and retries in a way that loses and repeats none.
 *
 * @param retryTopics names of the retry topics, with commas between
 * @param clients factory by which the routes that read them are known
 */
record RouteRequirements(Settings settings, String retryTopics, IntakeClientFactory clients) {

    /** Where routes are called from Java. */
    private static final List<String> CALLED = List.of(
            "direct:booking", "direct:straggler", "direct:undecided", "direct:refused", "direct:membership-types");

    /** Names no host that would have to be looked up. */
    private static final String NO_BROKER = "127.0.0.1:9092";

    /** @throws SettingsException in one line for who wrote the files, at the first requirement that is not met */
    void check(CamelContext context) {
        requireCalled(context);
        requireRead(context);
    }

    boolean isIntake(Endpoint endpoint) {
        return endpoint instanceof KafkaEndpoint kafka && kafka.getKafkaClientFactory() == clients;
    }

    private void requireCalled(CamelContext context) {
        List<String> begins = context.getRoutes().stream()
                .map(route -> route.getEndpoint().getEndpointUri().replace("direct://", "direct:"))
                .toList();
        for (String called : CALLED) {
            if (!begins.contains(called)) {
                throw new SettingsException("No route in " + settings.routes() + " begins with " + called
                        + ", which the intake calls: see turnstile.routes");
            }
        }
    }

    private void requireRead(CamelContext context) {
        Map<String, String> groups = new HashMap<>();
        for (Endpoint endpoint : context.getEndpoints()) {
            if (isIntake(endpoint) && endpoint instanceof KafkaEndpoint kafka) {
                KafkaConfiguration configuration = kafka.getConfiguration();
                requireExactlyOnce(configuration);
                requireUsableClient(configuration);
                groups.put(configuration.getTopic(), configuration.getGroupId());
            }
        }
        requireReader(groups, settings.topics().requests(), settings.kafka().group());
        requireReader(groups, retryTopics, settings.retryGroup());
    }

    /** What routes may not change about the way in which records are read, or requests get lost or decided twice. */
    private void requireExactlyOnce(KafkaConfiguration configuration) {
        Map<String, Boolean> kept = new LinkedHashMap<>();
        kept.put("batching=false (the default)", !configuration.isBatching());
        kept.put("autoCommitEnable=false", !configuration.isAutoCommitEnable());
        kept.put("allowManualCommit=true", configuration.isAllowManualCommit());
        kept.put("breakOnFirstError=true", configuration.isBreakOnFirstError());
        kept.put("pollOnError=RECONNECT", configuration.getPollOnError() == PollOnError.RECONNECT);
        kept.forEach((parameter, isKept) -> {
            if (!isKept) {
                throw new SettingsException("The route in " + settings.routes() + " that reads "
                        + configuration.getTopic() + " must keep " + parameter + ": see routes/intake.camel.yaml");
            }
        });
    }

    /** Kafka's clients say what is wrong with their properties only when they are made. */
    private void requireUsableClient(KafkaConfiguration configuration) {
        Properties properties = configuration.createConsumerProperties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, configuration.getGroupId());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, NO_BROKER);
        try {
            clients.requireUsable(properties);
        } catch (KafkaException | IllegalArgumentException e) {
            throw new SettingsException(KafkaProperties.explain(e));
        }
    }

    private void requireReader(Map<String, String> groups, String topics, String group) {
        if (!group.equals(groups.get(topics))) {
            throw new SettingsException("No route in " + settings.routes() + " reads " + topics + " in group " + group
                    + " with kafkaClientFactory=#intakeClients: see intake.camel.yaml as it came");
        }
    }
}
