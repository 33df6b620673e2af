package io.turnstile.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.config.Settings;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A topic that takes less than its requests, or drops what still waits, loses bookings weeks after it was made. */
class TopicsTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private final String name = "topics-" + UUID.randomUUID().toString().substring(0, 8);
    private final Settings settings = settings();
    private Admin admin;

    @BeforeEach
    void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()));
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void shouldTakeTwiceTheRequestsAndRoomForHeadersInEveryTopicThatTheyComeTo() throws Exception {
        new Topics(settings, Set.of(name + ".notices")).ensure();

        int requests = Integer.parseInt(config(name + ".requests", "max.message.bytes"));
        for (String topic : List.of("schedules", "dead-letters", "retry.1", "retry.2", "retry.3", "notices")) {
            assertThat(Integer.parseInt(config(name + "." + topic, "max.message.bytes")))
                    .as(topic)
                    .isGreaterThanOrEqualTo(2 * requests + 16 * 1024);
        }
    }

    @Test
    void shouldLeaveOutOfItsTrialWhatWasCreatedSinceTheTopicsWereListed() throws Exception {
        Topics topics = new Topics(settings);
        List<NewTopic> missing = topics.missing(admin);
        create("requests", Map.of());

        assertThat(Topics.tryToCreate(admin, missing))
                .extracting(NewTopic::name)
                .hasSize(missing.size() - 1)
                .doesNotContain(name + ".requests");
    }

    @Test
    void shouldNotTakeForCreatedWhatKafkaRefusesBecauseAnotherIsThere() throws Exception {
        create("requests", Map.of());
        NewTopic there = new NewTopic(name + ".requests", 1, (short) 1);
        NewTopic refused = new NewTopic(name + ".refused", 1, (short) 9);

        assertThatThrownBy(() -> Topics.tryToCreate(admin, List.of(there, refused)))
                .hasMessageContaining("eplication factor");
    }

    @Test
    void shouldFollowTheRequestsTopicWhenItIsThereAndTakesMore() throws Exception {
        create("requests", Map.of("max.message.bytes", "5000000"));
        new Topics(settings).ensure();

        assertThat(Integer.parseInt(config(name + ".schedules", "max.message.bytes")))
                .isGreaterThanOrEqualTo(10_016_384);
        assertThat(config(name + ".requests", "max.message.bytes")).isEqualTo("5000000");
    }

    @Test
    void shouldNeverExpireWhatPeopleOrRetriesStillNeed() throws Exception {
        new Topics(settings).ensure();

        for (String topic : List.of("dead-letters", "resolutions", "jobs", "retry.1", "retry.2", "retry.3")) {
            assertThat(config(name + "." + topic, "retention.ms")).as(topic).isEqualTo("-1");
            assertThat(config(name + "." + topic, "retention.bytes")).as(topic).isEqualTo("-1");
        }
        assertThat(config(name + ".schedules", "retention.ms")).isNotEqualTo("-1");
    }

    @Test
    void shouldSayWhatToSetWhenExistingTopicsAreTooNarrowOrExpire() throws Exception {
        create("requests", Map.of("max.message.bytes", "2000000"));
        create("schedules", Map.of("max.message.bytes", "2000000"));
        create("retry.1", Map.of("max.message.bytes", "9000000"));
        create("retry.2", Map.of("max.message.bytes", "9000000", "retention.ms", "-1", "cleanup.policy", "compact"));
        create("jobs", Map.of("retention.ms", "-1", "retention.bytes", "1000"));
        new Topics(settings).ensure();

        assertThat(new Topics(settings).warnings(admin))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(name + ".schedules takes records of 2000000 bytes at most")
                                .endsWith("Set max.message.bytes=4065536 on " + name + ".schedules"),
                        line -> assertThat(line)
                                .startsWith(name + ".retry.1 drops old records (retention.ms=604800000)")
                                .endsWith("Set retention.ms=-1 on " + name + ".retry.1"),
                        line -> assertThat(line)
                                .startsWith(name + ".retry.2 keeps one record a key (cleanup.policy=compact)"),
                        line -> assertThat(line).startsWith(name + ".jobs drops old records (retention.bytes=1000)"));
    }

    @Test
    void shouldWarnOfNothingWhenItMadeTheTopicsItself() throws Exception {
        new Topics(settings).ensure();
        assertThat(new Topics(settings).warnings(admin)).isEmpty();
    }

    private void create(String topic, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(name + "." + topic, Optional.of(1), Optional.empty()).configs(configs)))
                .all()
                .get();
    }

    private String config(String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(key)
                .value();
    }

    private Settings settings() {
        Map<String, String> file = new HashMap<>();
        file.put("turnstile.kafka.brokers", KAFKA.brokers());
        for (String role : List.of("requests", "schedules", "dead-letters", "retry", "resolutions", "jobs")) {
            file.put("turnstile.topic." + role, name + "." + role);
        }
        return Settings.read(file, Map.of(), Path.of("."));
    }
}
