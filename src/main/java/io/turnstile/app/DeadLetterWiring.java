package io.turnstile.app;

import io.turnstile.config.Settings;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.kafka.IndexSyncConfig;
import io.turnstile.deadletter.replay.DryRun;
import io.turnstile.deadletter.replay.log.JobKafka;
import io.turnstile.deadletter.replay.run.Jobs;
import java.time.Clock;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Wiring of the dead letters from the settings. */
public final class DeadLetterWiring {

    private static final double SECONDS = 60;

    private DeadLetterWiring() {}

    /** Starts nothing. */
    static DeadLetters of(Settings settings, DryRun dryRun, Clock clock) {
        Settings.Kafka kafka = settings.kafka();
        Settings.Topics topics = settings.topics();
        return new DeadLetters(
                feed(settings),
                new JobKafka(
                        kafka.brokers(),
                        kafka.properties(),
                        kafka.group(),
                        settings.instance(),
                        new JobKafka.Topics(
                                topics.requests(), topics.deadLetters(), topics.resolutions(), topics.jobs())),
                new Jobs.Config(
                        settings.replayMax(),
                        Math.max(1, settings.intake().concurrency() / 2),
                        callsPerSecond(settings.altegio())),
                dryRun,
                clock);
    }

    /** Returns where dead letters are read. */
    public static IndexSyncConfig feed(Settings settings) {
        return new IndexSyncConfig(
                settings.kafka().brokers(),
                settings.kafka().properties(),
                settings.instance() + "-index",
                settings.topics().deadLetters(),
                settings.topics().resolutions(),
                settings.topics().schedules(),
                settings.topics().jobs());
    }

    private static OptionalDouble callsPerSecond(Settings.Altegio quota) {
        return DoubleStream.of(quota.perSecond(), quota.perMinute() / SECONDS)
                .filter(each -> each > 0)
                .min();
    }
}
