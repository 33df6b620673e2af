package io.turnstile.altegio.gate.breaker;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.booking.DurationFormat;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State of the gate for those who ask and for listeners, with one log line at each change. While the token is refused it
 * repeats once a minute what a person must do. The breaker calls it, one thread at a time; any thread may ask.
 */
public final class GateState {

    private static final Logger LOG = LoggerFactory.getLogger(GateState.class);
    private static final long REMIND_EVERY = Duration.ofMinutes(1).toNanos();

    private final Clock clock;
    private final Ticker ticker;
    private final List<Consumer<GateStatus>> listeners = new CopyOnWriteArrayList<>();
    private volatile GateStatus status;
    private long heldAt;
    private long remindedAt;

    public GateState(Clock clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
        this.status = GateStatus.open(clock.instant());
    }

    public GateStatus status() {
        return status;
    }

    public void listen(Consumer<GateStatus> listener) {
        listeners.add(listener);
    }

    /** Notes that the gate holds, also when it did so before. */
    void pause(PauseReason hold) {
        long now = ticker.read();
        boolean began = !status.isHolding();
        if (!Optional.of(hold.reason()).equals(status.holding())) {
            heldAt = began ? now : heldAt;
            remindedAt = now;
            LOG.warn("{}: holding. Trying again every {}.", hold.detail(), DurationFormat.text(hold.probeEvery()));
            change(GateStatus.holding(
                    Optional.of(hold.reason()), hold.detail(), began ? clock.instant() : status.since()));
        } else if (hold.reason() == GateStatus.Reason.TOKEN_REFUSED && now - remindedAt >= REMIND_EVERY) {
            remindedAt = now;
            LOG.warn("Still holding after {}. {}.", DurationFormat.text(Duration.ofNanos(now - heldAt)), hold.detail());
        }
    }

    /** Notes that calls go through again. */
    void resume() {
        LOG.info(
                "Altegio answers again after {}: continuing.",
                DurationFormat.text(Duration.ofNanos(ticker.read() - heldAt)));
        change(GateStatus.open(clock.instant()));
    }

    private void change(GateStatus next) {
        status = next;
        for (Consumer<GateStatus> listener : listeners) {
            try {
                listener.accept(next);
            } catch (RuntimeException theirs) {
                LOG.error("A listener to the gate's state failed", theirs);
            }
        }
    }
}
