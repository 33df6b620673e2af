package io.turnstile.faults;

import io.turnstile.endtoend.fixture.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Brokers as processes of their own, with a network before them that can be made worse. */
final class Brokers implements AutoCloseable {

    private static final String LOWERED = "20000";
    private static final String USER = "User:turnstile";
    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    /** Brokers, and whoever looks from outside, may do everything; an instance what no rule forbids it. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users",
            "User:ANONYMOUS",
            "allow.everyone.if.no.acl.found",
            "true",
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,OUTSIDE:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name",
            "PLAINTEXT",
            "sasl.enabled.mechanisms",
            "PLAIN",
            "listener.name.outside.plain.sasl.jaas.config",
            MODULE + "user_turnstile=\"pass-of-turnstile\";");

    private final int size;
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final KafkaCluster cluster;

    Brokers(Path folder, int size) {
        this.size = size;
        this.cluster = KafkaCluster.start(folder, size, this::proxy, PROPERTIES);
    }

    private int proxy(int port) {
        try {
            TcpProxy proxy = new TcpProxy(port, false);
            proxies.add(proxy);
            return proxy.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the brokers' own addresses, which no fault of the network concerns. */
    String addresses() {
        return cluster.brokers();
    }

    /** Returns what an instance has to know to reach them, through the network. */
    Map<String, String> environment() {
        return Map.of(
                "TURNSTILE_KAFKA_BROKERS",
                cluster.brokersOutside(),
                "TURNSTILE_KAFKA_PROPERTIES_SECURITY_PROTOCOL",
                "SASL_PLAINTEXT",
                "TURNSTILE_KAFKA_PROPERTIES_SASL_MECHANISM",
                "PLAIN",
                "TURNSTILE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
                MODULE + "username=\"turnstile\" password=\"pass-of-turnstile\";");
    }

    void network(TcpProxy.Mode mode) {
        proxies.forEach(each -> each.set(mode));
    }

    void strike(KafkaFault fault, String schedules, String deadLetters) throws Exception {
        switch (fault.what()) {
            case BROKER_KILLED -> {
                cluster.kill(fault.broker());
                Pause.of(fault.lasts());
                cluster.startBroker(fault.broker());
                cluster.awaitBrokers(size);
            }
            case BROKER_FROZEN -> {
                cluster.freeze(fault.broker());
                Pause.of(fault.lasts());
                cluster.thaw(fault.broker());
                cluster.awaitBrokers(size);
            }
            case LIMIT_LOWERED -> lowerLimits(fault, List.of(schedules, deadLetters));
            case PARTITION_ADDED -> addPartition(schedules);
            case RIGHT_TAKEN_AWAY -> takeRightAway(fault, schedules);
        }
    }

    private void lowerLimits(KafkaFault fault, List<String> topics) throws Exception {
        try (Admin admin = cluster.admin()) {
            for (String each : topics) {
                ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, each);
                ConfigEntry before = admin.describeConfigs(List.of(topic))
                        .all()
                        .get()
                        .get(topic)
                        .get("max.message.bytes");
                set(admin, topic, LOWERED);
                Pause.of(fault.lasts().dividedBy(topics.size()));
                set(admin, topic, before.value());
            }
        }
    }

    private static void set(Admin admin, ConfigResource topic, String limit) throws Exception {
        Collection<AlterConfigOp> change =
                List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", limit), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(topic, change)).all().get();
    }

    private void addPartition(String topic) throws Exception {
        try (Admin admin = cluster.admin()) {
            int now = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(now + 1)))
                    .all()
                    .get();
        }
    }

    private void takeRightAway(KafkaFault fault, String topic) throws Exception {
        AclBinding denied = acl(topic, USER, AclOperation.WRITE, AclPermissionType.DENY);
        try (Admin admin = cluster.admin()) {
            // With a rule for the topic, what no rule allows is forbidden.
            admin.createAcls(List.of(acl(topic, "User:*", AclOperation.ALL, AclPermissionType.ALLOW), denied))
                    .all()
                    .get();
            Pause.of(fault.lasts());
            admin.deleteAcls(List.of(denied.toFilter())).all().get();
        }
    }

    private static AclBinding acl(String topic, String user, AclOperation operation, AclPermissionType type) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(user, "*", operation, type));
    }

    @Override
    public void close() {
        proxies.forEach(TcpProxy::close);
        cluster.close();
    }
}
