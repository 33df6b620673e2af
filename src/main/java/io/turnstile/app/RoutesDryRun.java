package io.turnstile.app;

import io.turnstile.booking.Decision;
import io.turnstile.booking.DurationFormat;
import io.turnstile.booking.Outcome.DeadLetter;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.booking.Text;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.replay.DryRun;
import io.turnstile.deadletter.replay.ReplayHeaders;
import io.turnstile.intake.DryRunExchange;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.route.BookingSteps;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * Dry run of dead letters' requests by the routes, with the gate and the share of the quota of this instance; it writes
 * nothing. Thread-safe; a few are decided at a time, the others wait.
 */
final class RoutesDryRun implements DryRun, AutoCloseable {

    /** How many are decided at a time. */
    static final int TOGETHER = 8;

    private static final int MESSAGE_LENGTH = 300;

    private final Decider routes;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Duration patience;
    private final UnaryOperator<String> redactor;
    private final ExecutorService threads;

    /** Takes a request through the routes, on the caller's thread. */
    @FunctionalInterface
    interface Decider {
        DryRunExchange decide(RequestRecord request) throws Exception;
    }

    /**
     * Starts nothing yet.
     *
     * @param ticker the gate's
     * @param patience how long one may take, the wait for others included
     * @param redactor blots the secrets in use out of what is told
     */
    RoutesDryRun(Decider routes, Clock clock, LongSupplier ticker, Duration patience, UnaryOperator<String> redactor) {
        this.redactor = redactor;
        this.routes = routes;
        this.clock = clock;
        this.ticker = ticker;
        this.patience = patience;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(TOGETHER, task -> {
            Thread thread = new Thread(task, "dry-run-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public DryRun.Result decide(Content letter, byte[] value) throws TimeoutException, InterruptedException {
        Future<DryRunExchange> decided = threads.submit(() -> routes.decide(request(letter, value)));
        try {
            return verdict(letter.letter().id(), decided.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new TimeoutException("Altegio, or this instance's share of the quota, let it wait longer than "
                    + DurationFormat.text(patience) + ": try again later");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw new IllegalStateException(
                    "The routes could not decide it: " + redactor.apply(BookingSteps.describe(e.getCause())), e);
        } finally {
            decided.cancel(true);
        }
    }

    private RequestRecord request(Content content, byte[] value) {
        Letter letter = content.letter();
        boolean edited = !Arrays.equals(value, content.value());
        return new RequestRecord(
                RequestRecord.Source.REQUESTS,
                new TopicPartition("dry-run", letter.partition()),
                letter.offset(),
                letter.receivedAt().toEpochMilli(),
                clock.millis(),
                ticker.getAsLong(),
                content.key(),
                value,
                ReplayHeaders.of(content, edited));
    }

    private DryRun.Result verdict(String letterId, DryRunExchange trial) throws TimeoutException {
        Exception fault = trial.exchange().getException();
        if (fault != null && trial.exchange().getContext().isStopping()) {
            throw new TimeoutException("This instance is stopping: try again later");
        }
        if (fault != null || trial.outcome().isEmpty()) {
            String why = fault == null
                    ? "The routes came to no outcome"
                    : Text.shorten(redactor.apply(BookingSteps.describe(fault)), MESSAGE_LENGTH);
            return new DryRun.Result(letterId, "failed", Optional.empty(), why, OptionalLong.empty());
        }
        Decision decision = BookingSteps.decisionOf(trial.exchange());
        if (decision.outcome() instanceof Scheduled scheduled) {
            return new DryRun.Result(
                    letterId,
                    "scheduled",
                    Optional.empty(),
                    "It would be scheduled with membership "
                            + scheduled.membership().id() + ".",
                    OptionalLong.of(scheduled.membership().id()));
        }
        DeadLetter back = (DeadLetter) decision.outcome();
        return new DryRun.Result(
                letterId,
                back.reason().kind().header(),
                Optional.of(back.reason().name()),
                redactor.apply(back.message()),
                OptionalLong.empty());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
