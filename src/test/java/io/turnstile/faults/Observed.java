package io.turnstile.faults;

import io.turnstile.kafka.HeaderNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent, what all topics held, and what went wrong meanwhile.
 *
 * @param sent requests of the traffic by {@code topic-partition-offset}
 * @param records all records of all topics, each once
 */
record Observed(Topics topics, Map<String, Sent> sent, List<Seen> records, List<Struck> faults) {

    /** Names of topics. */
    record Topics(String requests, String schedules, String deadLetters, String resolutions, Set<String> retries) {}

    Observed {
        sent = Map.copyOf(sent);
        records = List.copyOf(records);
        faults = List.copyOf(faults);
    }

    boolean isSchedule(Seen outcome) {
        return outcome.record().topic().equals(topics.schedules());
    }

    List<Seen> on(String topic) {
        return records.stream()
                .filter(each -> each.record().topic().equals(topic))
                .toList();
    }

    /** Returns requests by id, those of replays among them. */
    Map<String, Seen> requests() {
        Map<String, Seen> requests = new LinkedHashMap<>();
        on(topics.requests()).forEach(each -> requests.put(each.place(), each));
        return requests;
    }

    /** Returns outcomes by the id of their request, in no order. */
    Map<String, List<Seen>> outcomes() {
        Map<String, List<Seen>> outcomes = new HashMap<>();
        on(topics.schedules())
                .forEach(each -> outcomes.computeIfAbsent(each.header(HeaderNames.CE_ID), any -> new ArrayList<>())
                        .add(each));
        on(topics.deadLetters()).forEach(each -> outcomes.computeIfAbsent(
                        each.header(HeaderNames.DEAD_LETTER_ID), any -> new ArrayList<>())
                .add(each));
        return outcomes;
    }

    /** Returns the ids of requests that went through a retry. */
    Set<String> retried() {
        Set<String> retried = new HashSet<>();
        topics.retries().forEach(topic -> on(topic).forEach(each -> retried.add(each.origin())));
        return retried;
    }

    /** Returns what was sent first of a request, which may be a replay of it; empty for one that nobody sent. */
    Optional<Sent> sentFirst(String id, Map<String, Seen> requests) {
        @Nullable String at = id;
        while (at != null && !sent.containsKey(at) && requests.containsKey(at)) {
            at = requests.get(at).header(HeaderNames.REPLAY_OF);
        }
        return at == null ? Optional.empty() : Optional.ofNullable(sent.get(at));
    }

    /** Returns the faults that may have changed the outcome of a request that was in hand between two moments. */
    List<Fault> changing(Request request, long from, long to) {
        return faults.stream()
                .filter(each -> each.fault().reach().changed().test(request))
                .filter(each -> each.begin() <= to
                        && each.end() + each.fault().reach().aftermath().toMillis() >= from)
                .map(Struck::fault)
                .toList();
    }
}
