package io.turnstile.deadletter.replay.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobRequests;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.demo.EmbeddedKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Somebody makes the jobs topic again while a job runs. If this fails, the job is gone after a restart and nobody knows. */
class JobLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Instant AT = Instant.parse("2026-11-23T10:15:00Z");
    private static final String TOPIC = "jobs";

    @Test
    void shouldWriteJobsThatRunAgainWhenTheirTopicIsMadeAnew() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            create(admin);
            try (JobLog log = new JobLog(kafka(kafka.brokers()))) {
                log.start();
                log.append(submitted("done"));
                log.append(new JobEvent.Finished("done", AT, 1, List.of()));
                log.append(submitted("running"));

                admin.deleteTopics(List.of(TOPIC)).all().get();
                await().atMost(PATIENCE).ignoreExceptions().until(() -> create(admin));
                await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                    log.append(submitted("later"));
                    return true;
                });

                assertThat(log.find("later")).isPresent();
                assertThat(ids(log)).contains("running", "later").doesNotContain("done");
            }
            try (JobLog afterRestart = new JobLog(kafka(kafka.brokers()))) {
                afterRestart.start();
                await().atMost(PATIENCE).until(() -> ids(afterRestart).containsAll(Set.of("running", "later")));
                assertThat(ids(afterRestart)).doesNotContain("done");
            }
        } finally {
            kafka.close();
        }
    }

    /** Where offsets alone are compared, a topic that has grown past the old offset looks like the old one. */
    @Test
    void shouldNoticeATopicThatWasCreatedAgainAndHasGrownPastTheOldOffset() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            create(admin);
            try (JobLog log = new JobLog(kafka(kafka.brokers()))) {
                // given an instance that stands still after it has read a job
                CountDownLatch goesOn = new CountDownLatch(1);
                log.onChange(() -> await().atMost(PATIENCE).until(() -> goesOn.getCount() == 0));
                log.start();
                log.append(submitted("running"));

                // when the topic is created again meanwhile, and others write more to it than it had
                admin.deleteTopics(List.of(TOPIC)).all().get();
                await().atMost(PATIENCE).ignoreExceptions().until(() -> create(admin));
                try (JobLog other = new JobLog(kafka(kafka.brokers()))) {
                    for (int i = 0; i < 5; i++) {
                        await().atMost(PATIENCE).ignoreExceptions().until(() -> other.send(new byte[] {'?'}) >= 0);
                    }
                }
                goesOn.countDown();

                // then its job is written again
                try (JobLog afterRestart = new JobLog(kafka(kafka.brokers()))) {
                    afterRestart.start();
                    await().atMost(PATIENCE).until(() -> ids(afterRestart).contains("running"));
                }
            }
        } finally {
            kafka.close();
        }
    }

    private static List<String> ids(JobLog log) {
        return log.board().wanted().stream().map(JobState::id).toList();
    }

    private static boolean create(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        return true;
    }

    private static JobEvent.Submitted submitted(String id) {
        return new JobEvent.Submitted(id, AT, JobRequests.replay("Ana", "a", "b"), 2, List.of(), Map.of(), "");
    }

    private static JobKafka kafka(String brokers) {
        return new JobKafka(
                brokers,
                Map.of(),
                "group",
                "instance",
                new JobKafka.Topics("requests", "letters", "resolutions", TOPIC));
    }
}
