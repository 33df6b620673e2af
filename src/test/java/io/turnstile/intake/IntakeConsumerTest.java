package io.turnstile.intake;

import static io.turnstile.intake.IntakeRig.FIRST;
import static io.turnstile.intake.IntakeRig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.intake.progress.DoneOffsets;
import io.turnstile.intake.progress.OffsetNote;
import io.turnstile.kafka.KeyPartition;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** If this fails, something odd about one record or one moment of Kafka stops, repeats or loses the bookings of others. */
class IntakeConsumerTest {

    private static final String OLD_TOPIC = "kFB5NlGyQ1uWm6cA9ZbE0w";
    private static final String NEW_TOPIC = "3iMTE0l2QTGUYaUoKeCRsw";

    private final IntakeRig rig = new IntakeRig();

    private void own(long first, long second) {
        rig.kafka.commitSync(Map.of(FIRST, new OffsetAndMetadata(first), SECOND, new OffsetAndMetadata(second)));
        rig.kafka.rebalance(List.of(FIRST, SECOND));
    }

    @Test
    void shouldCommitWhatIsDecidedThoughTheFirstOfThePartitionIsNot() {
        own(0, 0);
        rig.add(FIRST, 0, "slow", "schedules");
        rig.add(FIRST, 1, "anna", "schedules");
        rig.add(FIRST, 2, "ben", "dead-letters");
        rig.poll();
        Runnable slow = rig.pool.remove();
        rig.book();

        rig.clock.move(Duration.ofMillis(250));
        rig.poll();

        assertThat(rig.committed()).containsExactly("schedules requests-0-1", "dead-letters requests-0-2");
        assertThat(rig.offset(FIRST).offset()).isZero();
        DoneOffsets done = OffsetNote.of(rig.offset(FIRST)).done();
        assertThat(Set.of(1L, 2L)).allMatch(done::contains);
        assertThat(done.contains(0)).isFalse();

        slow.run();
        rig.pass();
        assertThat(rig.committed()).endsWith("schedules requests-0-0").hasSize(3);
        assertThat(rig.offset(FIRST)).isEqualTo(new OffsetAndMetadata(3));
    }

    @Test
    void shouldNotDecideAgainWhatTheOwnerBeforeSaysIsDone() {
        OffsetNote note = new OffsetNote(new DoneOffsets(List.of(new DoneOffsets.Range(6, 8))), "", "quota/1 a note");
        rig.kafka.commitSync(Map.of(FIRST, note.beside(5), SECOND, new OffsetAndMetadata(0)));
        rig.kafka.rebalance(List.of(FIRST, SECOND));
        for (long offset = 5; offset < 10; offset++) {
            rig.add(FIRST, offset, "key" + offset, "schedules");
        }

        rig.pass();

        assertThat(rig.committed())
                .containsExactly("schedules requests-0-5", "schedules requests-0-8", "schedules requests-0-9");
        assertThat(rig.offset(FIRST)).isEqualTo(new OffsetAndMetadata(10));
        assertThat(rig.ownersNotes).containsEntry(FIRST, "quota/1 a note");
    }

    @Test
    void shouldKeepTheOrderOfAKey() {
        own(0, 0);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.add(FIRST, 1, "anna", "schedules");
        rig.poll();
        assertThat(rig.pool).hasSize(1);

        rig.pass();

        assertThat(rig.committed()).containsExactly("schedules requests-0-0", "schedules requests-0-1");
    }

    @Test
    void shouldMakeADeadLetterOfAnOutcomeThatKafkaNeverTakesAndLetOthersPass() {
        own(0, 0);
        rig.refusals.put(
                "schedules",
                outcome ->
                        new String(outcome.value()).endsWith("-1") ? new RecordTooLargeException("too large") : null);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.add(FIRST, 1, "big", "schedules");
        rig.add(SECOND, 0, "ben", "schedules");

        rig.pass();

        assertThat(rig.committed())
                .containsExactlyInAnyOrder(
                        "schedules requests-0-0", "schedules requests-1-0", "dead-letters requests-0-1");
        assertThat(rig.offset(FIRST).offset()).isEqualTo(2);
    }

    @Test
    void shouldBlameOnlyTheRecordAtFaultWhenKafkasClientGivesItsFaultToAllOfTheTransaction() {
        own(0, 0);
        for (long offset = 0; offset < 40; offset++) {
            rig.add(FIRST, offset, "client" + offset, "schedules");
        }
        rig.producer.collateral = record -> new String(record.value()).endsWith("-29");

        rig.pass();

        assertThat(rig.committed()).hasSize(40).contains("dead-letters requests-0-29");
        assertThat(rig.committed())
                .filteredOn(each -> each.startsWith("schedules"))
                .hasSize(39);
    }

    @Test
    void shouldLetOthersPassWhileOneOfItsOwnTopicsIsNotThere() {
        own(0, 0);
        rig.refusals.put(
                "schedules",
                outcome -> new TimeoutException("Topic schedules not present in metadata after 10000 ms."));
        rig.add(FIRST, 0, "anna", "schedules");
        rig.add(FIRST, 1, "ben", "dead-letters");
        rig.add(FIRST, 2, "anna", "dead-letters");

        rig.pass();

        // then nothing of the one is lost, and no later one of its key goes before it
        assertThat(rig.committed()).containsExactly("dead-letters requests-0-1");
        rig.clock.move(Duration.ofSeconds(40));
        rig.poll();
        assertThat(rig.state().waitingFor())
                .hasValueSatisfying(why -> assertThat(why).contains("topic schedules is not there"));
        assertThat(rig.state().undecidedSince()).isPresent();

        rig.refusals.clear();
        rig.clock.move(Duration.ofSeconds(61));
        rig.pass();
        assertThat(rig.committed())
                .containsExactly("dead-letters requests-0-1", "schedules requests-0-0", "dead-letters requests-0-2");
        rig.poll();
        assertThat(rig.state().undecidedSince()).isEmpty();
    }

    /** Somebody lowered its max.message.bytes: a line for each letter, and a transaction for each, would hold up all others. */
    @Test
    void shouldSayOnceWhyLettersWaitAndLetOthersPassWhenTheirTopicTakesNoneOfThem() {
        own(0, 0);
        rig.refusals.put("dead-letters", letter -> new RecordTooLargeException("too large"));
        for (long offset = 0; offset < 10; offset += 2) {
            rig.add(FIRST, offset, "letter" + offset, "dead-letters");
            rig.add(FIRST, offset + 1, "schedule" + offset, "schedules");
        }

        try (LogLines log = LogLines.collect()) {
            for (int i = 0; i < 20; i++) {
                rig.pass();
            }

            assertThat(rig.committed()).hasSize(5).allMatch(each -> each.startsWith("schedules"));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("wait"))
                    .singleElement()
                    .asString()
                    .contains("dead-letters", "max.message.bytes");
        }
        rig.refusals.clear();
        rig.clock.move(Duration.ofSeconds(6));
        rig.pass();
        assertThat(rig.committed()).hasSize(10);
    }

    /** Its coordinator was on a broker that was lost: another one takes its place a moment after the first try ended. */
    @Test
    void shouldCommitAtTheSecondTryWhenTheCoordinatorDoesNotAnswerTheFirst() {
        own(0, 0);
        rig.producer.commitTimeouts = 1;
        rig.add(FIRST, 0, "anna", "schedules");

        rig.pass();

        assertThat(rig.committed()).containsExactly("schedules requests-0-0");
    }

    /** Kafka's client would wait ten seconds for it, with everything else in the transaction, again and again. */
    @Test
    void shouldWriteNothingToATopicThatIsGoneAndLetOthersPass() {
        rig.describeAsMissing("schedules");
        rig.describeAsMissing("crm");
        own(0, 0);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.add(FIRST, 1, "ben", "dead-letters");
        rig.add(FIRST, 2, "cleo", "crm");

        rig.pass();
        rig.pass();

        assertThat(rig.committed()).containsExactlyInAnyOrder("dead-letters requests-0-1", "retry.1 requests-0-2");
        rig.clock.move(Duration.ofSeconds(1));
        rig.poll();
        assertThat(rig.state().waitingFor())
                .hasValueSatisfying(why -> assertThat(why).contains("topic schedules is not there"));

        rig.topics.clear();
        rig.describe("schedules", "AAAAAAAAAAAAAAAAAAAAAQ", true);
        rig.clock.move(Duration.ofSeconds(2));
        rig.pass();
        rig.pass();
        assertThat(rig.committed()).contains("schedules requests-0-0");
    }

    @Test
    void shouldTryARequestAgainLaterWhenATopicOfItsOwnIsNotThere() {
        own(0, 0);
        rig.refusals.put("crm", outcome -> new UnknownTopicOrPartitionException("gone"));
        rig.add(FIRST, 0, "anna", "crm");
        rig.add(FIRST, 1, "ben", "schedules");

        rig.pass();

        assertThat(rig.committed()).containsExactlyInAnyOrder("retry.1 requests-0-0", "schedules requests-0-1");
    }

    @Test
    void shouldTryARecordAgainThatTheRoutesFailedWithAndLetOthersPass() {
        own(0, 0);
        rig.add(FIRST, 0, "anna", "fails");
        rig.add(FIRST, 1, "ben", "schedules");
        rig.add(FIRST, 2, "anna", "schedules");

        rig.pass();

        assertThat(rig.committed()).containsExactly("schedules requests-0-1");
        rig.clock.move(Duration.ofSeconds(1));
        rig.poll();
        assertThat(rig.state().waitingFor())
                .hasValueSatisfying(why -> assertThat(why).contains("requests-0-0"));
        assertThat(rig.pool).as("it is tried again").hasSize(1);

        // when others pass all the while, it fails for itself
        rig.add(SECOND, 0, "cleo", "schedules");
        for (int tries = 0; tries < 6; tries++) {
            rig.pass();
            rig.clock.move(Duration.ofSeconds(30));
        }

        assertThat(rig.committed())
                .containsExactly(
                        "schedules requests-0-1",
                        "schedules requests-1-0",
                        "retry.1 requests-0-0",
                        "schedules requests-0-2");
    }

    @Test
    void shouldGoOnTryingARecordThatTheRoutesFailWithWhenNoOtherPasses() {
        own(0, 0);
        rig.add(FIRST, 0, "anna", "fails");

        for (int tries = 0; tries < 20; tries++) {
            rig.pass();
            rig.clock.move(Duration.ofSeconds(30));
        }

        assertThat(rig.committed()).isEmpty();
        assertThat(rig.offset(FIRST)).isNull();
    }

    @Test
    void shouldPauseOnlyAFullPartitionAndMoveOnWhatHoldsItUp() {
        own(0, 0);
        rig.add(FIRST, 0, "slow", "hangs");
        for (long offset = 1; offset < 1_000; offset++) {
            rig.add(FIRST, offset, "slow", "schedules");
        }
        rig.add(SECOND, 0, "ben", "schedules");
        rig.whileItHangs = turn -> {
            // while the world is wrong all wait
            rig.slow.add(turn);
            rig.holding = true;
            passMoment();
            assertThat(rig.kafka.paused()).containsExactly(FIRST);
            assertThat(rig.committed()).isEmpty();

            // when it is well again
            rig.holding = false;
            passMoment();
            passMoment();
            assertThat(rig.committed()).hasSize(1_000).allMatch(each -> each.startsWith("retry.1 requests-0-"));
            assertThat(rig.kafka.paused()).isEmpty();
        };
        rig.poll();

        rig.pass();

        assertThat(rig.committed()).hasSize(1_001).endsWith("schedules requests-1-0");
        assertThat(rig.committed().subList(0, 1_000)).first().isEqualTo("retry.1 requests-0-0");
    }

    @Test
    void shouldWriteOneOutcomeWhenARecordComesBackThatWasMovedOnAMomentBefore() {
        own(0, 0);
        rig.add(FIRST, 0, "slow", "hangs");
        for (long offset = 1; offset < 1_000; offset++) {
            rig.add(FIRST, offset, "other" + offset, "schedules");
        }
        rig.whileItHangs = turn -> {
            rig.slow.add(turn);
            passMoment();
        };
        rig.poll();

        rig.pass();
        rig.pass();

        assertThat(rig.committed()).hasSize(1_000).doesNotHaveDuplicates().contains("retry.1 requests-0-0");
        assertThat(rig.committed()).doesNotContain("schedules requests-0-0");
    }

    /** A step of the user's own has no deadline, and what it waits for is no call to Altegio. */
    @Test
    void shouldMoveOnWhatHoldsUpAFullPartitionFarLongerThanUsualWhateverItWaitsFor() {
        own(0, 0);
        rig.add(SECOND, 0, "ben", "schedules");
        rig.pass();
        rig.add(FIRST, 0, "stuck", "hangs");
        for (long offset = 1; offset < 1_000; offset++) {
            rig.add(FIRST, offset, "stuck", "schedules");
        }
        rig.whileItHangs = turn -> {
            passMoment();
            passMoment();
            assertThat(rig.committed()).as("not for a moment").hasSize(1);

            rig.clock.move(Duration.ofSeconds(15));
            passMoment();
            passMoment();
            assertThat(rig.committed()).hasSize(1_001);
            assertThat(rig.kafka.paused()).isEmpty();
        };
        rig.poll();

        rig.pass();

        assertThat(rig.committed().subList(1, 1_001)).allMatch(each -> each.startsWith("retry.1 requests-0-"));
    }

    private void passMoment() {
        rig.clock.move(Duration.ofSeconds(1));
        rig.poll();
    }

    @Test
    void shouldForgetWhatIsCommittedThoughNoMoreComes() {
        own(0, 0);
        List<WeakReference<byte[]>> values = new ArrayList<>();
        for (long offset = 0; offset < 20; offset++) {
            values.add(new WeakReference<>(rig.add(FIRST, offset, offset % 2 == 0 ? null : "k" + offset, "schedules")));
        }

        rig.pass();

        assertThat(rig.committed()).hasSize(20);
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(values).allMatch(value -> value.get() == null);
        });
    }

    @Test
    void shouldForgetWhatIsCommittedWhenThreadsDecideWhileItPolls() throws InterruptedException {
        own(0, 0);
        int count = 5_000;
        List<WeakReference<byte[]>> values = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread booking = new Thread(() -> {
            while (!done.get()) {
                rig.book();
            }
        });
        booking.start();
        for (int offset = 0; offset < count; offset += 500) {
            for (int each = offset; each < offset + 500; each++) {
                values.add(new WeakReference<>(rig.add(FIRST, each, null, "schedules")));
            }
            int until = offset + 500;
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        passMoment();
                        return rig.committed().size() >= until;
                    });
        }
        done.set(true);
        booking.join();

        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(values.stream().filter(value -> value.get() != null)).isEmpty();
        });
    }

    @Test
    void shouldEndWhatItBeganAndBeginNothingMoreWhenItDrains() {
        own(0, 0);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.poll();
        var drained = rig.intake().drain();
        rig.add(FIRST, 1, "ben", "schedules");
        rig.book();

        rig.pass();

        assertThat(drained).isDone();
        assertThat(rig.committed()).containsExactly("schedules requests-0-0");
        assertThat(rig.kafka.paused()).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void shouldCommitNothingMoreOnceItHasDrained() {
        own(0, 0);
        rig.holding = true;
        rig.add(FIRST, 0, "anna", "schedules");
        rig.poll();
        var drained = rig.intake().drain();
        rig.poll();
        assertThat(drained).isDone();

        // when the gate is closed, which the routes take for a failure
        rig.holding = false;
        rig.pass();

        assertThat(rig.committed()).isEmpty();
    }

    @Test
    void shouldForgetLostPartitionsThoughTheCommitBeforeFails() {
        own(0, 0);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.poll();
        rig.book();
        rig.producer.commitFault = new KafkaException("The coordinator is away");

        assertThatThrownBy(() -> rig.intake().revoked(List.of(FIRST))).hasMessageContaining("away");

        assertThat(rig.owned).containsExactly(SECOND);
        assertThat(rig.committed()).isEmpty();
    }

    @Test
    void shouldReconnectAfterAFaultThatCamelWouldEndTheThreadFor() {
        own(0, 0);
        rig.kafka.setPollException(new SaslAuthenticationException("the password was changed"));

        assertThatThrownBy(rig::poll)
                .isInstanceOf(KafkaException.class)
                .isNotInstanceOf(AuthenticationException.class)
                .hasMessageContaining("the password was changed");
        assertThat(rig.state().fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("password"));
        assertThat(rig.fatal).isEmpty();
    }

    /** Somebody took a right away, and gives it back: until then one line a minute is enough, for each consumer. */
    @Test
    void shouldSayOnceThatItMayNotReadAndPauseLongerEachTimeUntilItMay() throws Exception {
        own(0, 0);
        ConsumerMonitor other = rig.watch.consumer("studio-requests-1");
        try (LogLines log = LogLines.collect()) {
            for (int i = 0; i < 5; i++) {
                rig.kafka.setPollException(new TopicAuthorizationException(Set.of("requests")));
                assertThatThrownBy(rig::poll).isInstanceOf(KafkaException.class);
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN") && line.contains("studio-requests-0 reconnects"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("Not authorized to access topics: [requests]"));
        }
        assertThat(rig.fatal).isEmpty();
        assertThat(looksDuringPause(rig.watch.consumer("studio-requests-0")))
                .as("pauses")
                .isPositive();
        assertThat(looksDuringPause(other)).as("only that consumer").isZero();

        rig.clock.move(Duration.ofSeconds(11));
        rig.poll();
        assertThat(rig.state().fault()).isEmpty();
        assertThat(looksDuringPause(rig.watch.consumer("studio-requests-0"))).isZero();
    }

    /** Returns how often a pause looks whether it is to be cut short, which it is at the first look. */
    private static int looksDuringPause(ConsumerMonitor monitor) throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        monitor.pauseAfterFaults(new CountDownLatch(0) {
            @Override
            public boolean await(long time, TimeUnit unit) {
                looks.incrementAndGet();
                return true;
            }
        });
        return looks.get();
    }

    @Test
    void shouldGiveUpWhatIsInHandWhenAnErrorComesThatTheProcessCanLiveWith() {
        own(0, 0);
        rig.kafka.schedulePollTask(() -> {
            throw new UnsatisfiedLinkError("no zstd in java.library.path");
        });

        assertThatThrownBy(rig::poll).isInstanceOf(KafkaException.class).hasMessageContaining("zstd");
        assertThat(rig.fatal).isEmpty();
    }

    @Test
    void shouldEndTheProcessWhenAnErrorComesThatItCannotLiveWith() {
        own(0, 0);
        rig.kafka.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThatThrownBy(rig::poll).isInstanceOf(KafkaException.class);
        assertThat(rig.fatal)
                .singleElement()
                .asString()
                .contains("Java heap space")
                .contains("started again");
    }

    @Test
    void shouldReconnectWhenRecordsDoNotFitIntoMemoryThoughThereIsSomeLeft() {
        own(0, 0);
        rig.memoryLeft = true;
        rig.kafka.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThatThrownBy(rig::poll).isInstanceOf(KafkaException.class).hasMessageContaining("one by one");
        assertThat(rig.fatal).isEmpty();
    }

    @Test
    void shouldSayHowManyRequestsKafkaDeletedBeforeTheyWereDecided() {
        rig.kafka.updateBeginningOffsets(Map.of(FIRST, 50L));
        own(10, 0);
        rig.kafka.schedulePollTask(() -> {
            throw new OffsetOutOfRangeException(Map.of(FIRST, 10L));
        });
        rig.poll();
        rig.add(FIRST, 50, "anna", "schedules");

        rig.pass();

        assertThat(rig.state().skipped()).isEqualTo(40);
        assertThat(rig.committed()).containsExactly("schedules requests-0-50");
    }

    @Test
    void shouldNotCommitTwiceWhatAFailedCommitLeftUnknown() {
        own(0, 0);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.poll();
        rig.book();
        rig.producer.commitFault = new KafkaException("Nobody knows");
        rig.clock.move(Duration.ofMillis(250));
        assertThatThrownBy(rig::poll).hasMessageContaining("Nobody knows");

        rig.producer.commitFault = null;
        rig.clock.move(Duration.ofSeconds(1));
        rig.poll();

        assertThat(rig.committed()).isEmpty();
    }

    @Test
    void shouldReadATopicFromItsBeginningWhenItWasDeletedAndCreatedAgainAndHasGrownPastTheOffset() {
        OffsetNote note = new OffsetNote(new DoneOffsets(List.of(new DoneOffsets.Range(4, 6))), OLD_TOPIC, "quota/1 a");
        rig.describe("requests", NEW_TOPIC, true, true);
        rig.kafka.commitSync(Map.of(FIRST, note.beside(3), SECOND, new OffsetAndMetadata(1)));
        rig.kafka.rebalance(List.of(FIRST, SECOND));
        for (long offset = 0; offset < 6; offset++) {
            rig.add(FIRST, offset, "key" + offset, "schedules");
        }
        rig.add(SECOND, 0, "anna", "schedules");
        rig.add(SECOND, 1, "ben", "schedules");

        rig.pass();

        // the second's offset has no id, as versions before wrote none
        assertThat(rig.committed())
                .containsExactlyInAnyOrder(
                        "schedules requests-0-0",
                        "schedules requests-0-1",
                        "schedules requests-0-2",
                        "schedules requests-0-3",
                        "schedules requests-0-4",
                        "schedules requests-0-5",
                        "schedules requests-1-1");
        assertThat(rig.state().recreated()).containsExactly(FIRST);
        assertThat(rig.ownersNotes).containsEntry(FIRST, "quota/1 a");
        assertThat(OffsetNote.of(rig.offset(FIRST)).topic()).isEqualTo(NEW_TOPIC);
        assertThat(OffsetNote.of(rig.offset(SECOND)).topic()).isEqualTo(NEW_TOPIC);
    }

    @Test
    void shouldReconnectWhenATopicIsCreatedAgainWhileItIsRead() {
        rig.describe("requests", OLD_TOPIC, true, true);
        own(0, 0);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.pass();
        assertThat(OffsetNote.of(rig.offset(FIRST)).topic()).isEqualTo(OLD_TOPIC);

        rig.describe("requests", NEW_TOPIC, true, true);

        assertThatThrownBy(this::passMoment).hasMessageContaining("topic requests was deleted and created again");
    }

    @Test
    void shouldCommitOutcomesForOtherPartitionsWhileOneHasNoLeader() {
        rig.describe("schedules", OLD_TOPIC, true, true, true);
        own(0, 0);
        List<String> keys = List.of("anna", "ben", "cleo", "dora", "emil", "finn", "gina", "hugo");
        String lost = keys.get(3);
        boolean[] leaders = {true, true, true};
        leaders[partition(lost, 3)] = false;
        rig.describe("schedules", OLD_TOPIC, leaders);
        rig.refusals.put("schedules", outcome -> {
            assertThat(outcome.key() == null || leaders[partition(new String(outcome.key()), 3)])
                    .as("is sent though its partition has no leader")
                    .isTrue();
            return null;
        });
        for (String key : keys) {
            rig.add(FIRST, keys.indexOf(key), key, "schedules");
        }
        rig.add(FIRST, keys.size(), null, "schedules");
        rig.add(FIRST, keys.size() + 1, lost, "dead-letters");
        passMoment();

        rig.pass();
        passMoment();

        List<String> expected = new ArrayList<>();
        for (String key : keys) {
            if (leaders[partition(key, 3)]) {
                expected.add("schedules requests-0-" + keys.indexOf(key));
            }
        }
        expected.add("schedules requests-0-" + keys.size());
        assertThat(rig.committed()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rig.state().waitingFor())
                .hasValue("outcomes wait: partition schedules-" + partition(lost, 3) + " has no leader");

        // when the leader is back
        leaders[partition(lost, 3)] = true;
        rig.describe("schedules", OLD_TOPIC, leaders);
        passMoment();
        passMoment();
        passMoment();

        assertThat(rig.committed())
                .hasSize(keys.size() + 2)
                .doesNotHaveDuplicates()
                .containsSubsequence(
                        "schedules requests-0-" + keys.indexOf(lost), "dead-letters requests-0-" + (keys.size() + 1));
        assertThat(rig.offset(FIRST).offset()).isEqualTo(keys.size() + 2);
        assertThat(rig.state().undecidedSince()).isEmpty();
        assertThat(rig.state().waitingFor()).isEmpty();
    }

    @Test
    void shouldHoldOnlyTheOutcomesOfAPartitionThatDoesNotAnswer() {
        rig.describe("schedules", OLD_TOPIC, true, true, true);
        own(0, 0);
        int silent = partition("anna", 3);
        rig.refusals.put(
                "schedules",
                outcome -> partition(new String(outcome.key()), 3) == silent
                        ? new TimeoutException("Expiring 1 record(s) for schedules-" + silent
                                + ":8000 ms has passed since batch creation")
                        : null);
        rig.add(FIRST, 0, "anna", "schedules");
        rig.add(FIRST, 1, "ben", "schedules");
        rig.add(FIRST, 2, "cleo", "schedules");
        rig.pass();
        rig.add(FIRST, 3, "ben", "schedules");
        rig.pass();

        List<String> expected = new ArrayList<>();
        List<String> keys = List.of("anna", "ben", "cleo", "ben");
        for (int offset = 0; offset < keys.size(); offset++) {
            if (partition(keys.get(offset), 3) != silent) {
                expected.add("schedules requests-0-" + offset);
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(rig.committed()).containsExactlyElementsOf(expected);
    }

    private static int partition(String key, int partitions) {
        return KeyPartition.of(IntakeRig.utf8(key), partitions);
    }
}
