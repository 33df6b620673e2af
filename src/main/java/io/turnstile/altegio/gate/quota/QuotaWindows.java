package io.turnstile.altegio.gate.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows that tell when the next call may start: both of them, this instance's share, and the pause after an answer of 429.
 * Not thread-safe: {@link Quota} guards it. Times are nanoseconds of the ticker; the clock only says whose turn a slot is.
 */
public final class QuotaWindows {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaWindows.class);

    /** What a window is longer than its name, for a server that counts both ends and a clock that runs a little fast. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    /** How long after it was started a call of a share's former owner may still reach Altegio. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    /** Longer than any window. */
    private static final long LONG_AGO = Duration.ofHours(1).toNanos();

    private final QuotaLimits limits;
    private final Clock clock;
    private final SlidingWindow second;
    private final SlidingWindow minute;
    private QuotaSlots slots;
    private long version;
    private int perMinute;
    private int perSecond;
    private long perSecondSince;
    private long perSecondUntil;

    public QuotaWindows(QuotaLimits limits, QuotaShare share, Clock clock) {
        this(limits, share, clock, CallLog.NONE);
    }

    /** @param log told of the minute's calls; those of the second are over sooner than any process starts again */
    public QuotaWindows(QuotaLimits limits, QuotaShare share, Clock clock, CallLog log) {
        this.limits = limits;
        this.clock = clock;
        this.second = new SlidingWindow(Duration.ofSeconds(1).plus(MARGIN), limits.perSecond(), CallLog.NONE);
        this.minute = new SlidingWindow(Duration.ofMinutes(1).plus(MARGIN), limits.perMinute(), log);
        take(new QuotaSlots(limits, share));
    }

    /** Creates windows that continue where the journal's process before ended. */
    public static QuotaWindows of(QuotaLimits limits, QuotaShare share, Clock clock, QuotaJournal journal) {
        QuotaWindows allowance = new QuotaWindows(limits, share, clock, journal);
        if (journal.isInDoubt() || journal.isNew() && !share.owned().isEmpty()) {
            if (!share.owned().isEmpty()) {
                LOG.info("Nothing is known of the calls before this start: the quota is used from 61 s on.");
            }
            allowance.doubt(journal.now());
        } else if (journal.isKept()) {
            allowance.restore(journal.before(), journal.now());
        }
        return allowance;
    }

    /** Takes up the calls of the process before, of which the log knows already; all its calls a second count as just used. */
    public void restore(List<Long> minuteEndedAt, long now) {
        minute.restore(minuteEndedAt);
        second.fill(limits.perSecond(), now);
    }

    /** Counts all calls of this share as just used: nothing is known of the process before. */
    void doubt(long now) {
        minute.fill(perMinute, now);
        second.fill(limits.perSecond(), now);
    }

    public void start() {
        // The minute tells the log, which can fail: before that nothing is counted.
        minute.start();
        second.start();
    }

    public void end(long now) {
        second.end(now);
        minute.end(now);
    }

    /** Returns for how long a call must wait before it asks again; 0 when it may start. */
    public long waitFor(long now) {
        long wait = 0;
        if (limits.perMinute() > 0) {
            wait = minute.waitFor(perMinute, now);
        }
        if (limits.perSecond() > 0) {
            long millis = clock.millis();
            long inSecond = second.waitFor(perSecond(millis), now);
            if (inSecond > 0) {
                wait = Math.max(wait, Math.min(inSecond, untilChange(millis)));
            }
        }
        return wait;
    }

    /** Takes another share, of whose new partitions nothing is known but that they were idle for this long. */
    public void share(QuotaShare share, Duration idle, long now) {
        PartitionUsage use = PartitionUsage.all(clock.instant().minus(idle));
        expect(share, share.owned().stream().collect(Collectors.toMap(each -> each, each -> use)), now);
        share(share, now);
    }

    /**
     * Counts what is used of the partitions of a share that will be this instance's in a moment.
     *
     * @param before what is used of those that are new; of those that are missing, everything counts as used just now
     */
    public void expect(QuotaShare share, Map<Integer, PartitionUsage> before, long now) {
        gain(new QuotaSlots(limits, share), new QuotaSlots(limits, share.kept(slots.share())), before, now);
    }

    /**
     * Takes another share, whose new partitions were {@link #expect expected}. What is lost is lost at once.
     *
     * @return what is used of the partitions that are lost: calls that no longer fit into what is left
     */
    public Map<Integer, PartitionUsage> share(QuotaShare share, long now) {
        Map<Integer, PartitionUsage> lost = dropPartitions(new QuotaSlots(limits, share.kept(slots.share())), now);
        take(new QuotaSlots(limits, share));
        return lost;
    }

    /**
     * Deals the calls that do not fit into the rest out to the partitions that are lost. They are the earliest, since the
     * latest are still counted here; those before them were dealt out when the share became less for the last time.
     */
    private Map<Integer, PartitionUsage> dropPartitions(QuotaSlots kept, long now) {
        List<Long> taken = minute.taken(now);
        int first = Math.max(0, taken.size() - perMinute);
        int end = Math.max(first, taken.size() - kept.perMinute());
        Instant left = clock.instant();
        Map<Integer, PartitionUsage> lost = new HashMap<>();
        for (int partition : new TreeSet<>(slots.share().owned())) {
            if (kept.share().owned().contains(partition)) {
                continue;
            }
            int places = Math.min(end - first, slots.perMinuteOf(partition));
            first += places;
            Instant until = places == 0 ? Instant.EPOCH : left.minusNanos(Math.max(0, now - taken.get(first - 1)));
            lost.put(partition, new PartitionUsage(places, until, left));
        }
        return lost;
    }

    private void gain(QuotaSlots next, QuotaSlots kept, Map<Integer, PartitionUsage> before, long now) {
        PartitionUsage unknown = PartitionUsage.all(clock.instant());
        Instant left = Instant.EPOCH;
        for (int partition : next.share().owned()) {
            if (kept.share().owned().contains(partition)) {
                continue;
            }
            PartitionUsage use = before.getOrDefault(partition, unknown);
            minute.fill(Math.min(use.places(), next.perMinuteOf(partition)), tick(use.until(), now));
            left = use.left().isAfter(left) ? use.left() : left;
        }
        long millis = clock.millis();
        second.fill(next.perSecondRested(millis) - kept.perSecond(millis), tick(left, now));
    }

    /** Returns the time of the ticker until which a call of another instance, ended at that time, may have been on the way. */
    private long tick(Instant time, long now) {
        long age = Duration.between(time, clock.instant()).toNanos();
        return now + ON_THE_WAY.toNanos() - Math.max(0, Math.min(age, LONG_AGO));
    }

    /** Returns the number of what may be done now: it changes when any part of it is lost. */
    long version() {
        return version;
    }

    /** Returns whether all that could be done at that version still can. */
    boolean isStill(long version) {
        perSecond(clock.millis());
        return this.version == version;
    }

    private void take(QuotaSlots next) {
        if (slots != null) {
            perSecond(clock.millis());
            version += slots.share().kept(next.share()).equals(slots.share()) ? 0 : 1;
        }
        slots = next;
        perMinute = next.perMinute();
        perSecondSince = Long.MAX_VALUE;
    }

    /** Returns the slots of this second, counted again only when they have moved, or the clock was set back. */
    private int perSecond(long millis) {
        if (millis < perSecondSince || millis >= perSecondUntil) {
            perSecond = slots.perSecond(millis);
            if (perSecondSince != Long.MAX_VALUE && !slots.share().isWhole()) {
                version++;
            }
            perSecondSince = millis;
            perSecondUntil = slots.changesAt(millis);
        }
        return perSecond;
    }

    private long untilChange(long millis) {
        return perSecondUntil == Long.MAX_VALUE
                ? SlidingWindow.UNKNOWN
                : TimeUnit.MILLISECONDS.toNanos(perSecondUntil - millis);
    }

    int perSecond() {
        return perSecond(clock.millis());
    }

    int perMinute() {
        return perMinute;
    }
}
