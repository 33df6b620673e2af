package io.turnstile.altegio.gate;

import io.turnstile.altegio.gate.quota.PartitionUsage;
import io.turnstile.altegio.gate.quota.QuotaJournal;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.altegio.gate.quota.QuotaShare;
import io.turnstile.altegio.gate.quota.QuotaWindows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Instances that own partitions and leave notes to each other, as those of a group do through Kafka; each can be killed and
 * started again with its journal.
 */
final class QuotaGroupModel {

    private final QuotaAssertions law;
    private final QuotaLimits limits;
    private final int partitions;
    private final Path folder;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Integer, Note> notes = new HashMap<>();

    QuotaGroupModel(QuotaAssertions law, QuotaLimits limits, int partitions, int instances, Path folder) {
        this.law = law;
        this.limits = limits;
        this.partitions = partitions;
        this.folder = folder;
        for (int i = 0; i < instances; i++) {
            this.instances.add(new Instance(i));
            start(i);
        }
    }

    void run(int seconds) {
        law.run(
                instances.stream()
                        .filter(each -> each.allowance != null)
                        .map(each -> each.allowance)
                        .toList(),
                seconds);
    }

    /** Moves partitions as a rebalance does: given up by the old owner, who leaves a word, then taken. */
    void move(Collection<Integer> moved, int to) {
        for (Instance from : instances) {
            Set<Integer> left = new HashSet<>(from.owned);
            if (from.number != to && left.removeAll(moved) && from.allowance != null) {
                from.allowance
                        .share(new QuotaShare(left, partitions), law.clock.read())
                        .forEach((partition, use) -> notes.put(partition, new Note(from.journal.history(), use)));
                from.owned = left;
            } else if (from.number != to) {
                from.owned = left;
            }
        }
        Instance gainer = instances.get(to);
        Set<Integer> owned = new HashSet<>(gainer.owned);
        owned.addAll(moved);
        gainer.own(owned);
    }

    void kill(int number) {
        Instance instance = instances.get(number);
        law.kill(instance.allowance);
        instance.journal.close();
        instance.allowance = null;
    }

    /** Starts an instance: it gets the partitions back that nobody took. */
    void start(int number) {
        Instance instance = instances.get(number);
        instance.journal = QuotaJournal.open(folder.resolve(number + ".quota"), limits, law.clock, law.clock);
        instance.allowance = QuotaWindows.of(limits, QuotaShare.NONE, law.clock, instance.journal);
        Set<Integer> again = instance.owned;
        instance.owned = Set.of();
        instance.own(again);
    }

    void end() {
        instances.forEach(each -> each.journal.close());
    }

    /** @param use null while it is owned */
    private record Note(long history, PartitionUsage use) {}

    private final class Instance {

        private final int number;
        private Set<Integer> owned = Set.of();
        private QuotaWindows allowance;
        private QuotaJournal journal;

        Instance(int number) {
            this.number = number;
        }

        void own(Set<Integer> next) {
            Map<Integer, PartitionUsage> before = new HashMap<>();
            for (int partition : next) {
                Note note = notes.get(partition);
                if (note == null || note.history == journal.history()) {
                    before.put(partition, PartitionUsage.NONE);
                } else if (note.use != null) {
                    before.put(partition, note.use);
                }
            }
            allowance.expect(new QuotaShare(next, partitions), before, law.clock.read());
            next.forEach(partition -> notes.put(partition, new Note(journal.history(), null)));
            allowance.share(new QuotaShare(next, partitions), law.clock.read());
            owned = next;
        }
    }
}
