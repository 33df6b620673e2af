package io.turnstile.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Waiting times of requests by class of request: how many there are, their median and the worst. One thread's. */
public final class WaitingTimes {

    private final Map<String, List<Long>> byClass = new TreeMap<>();

    public void add(String requestClass, long millis) {
        byClass.computeIfAbsent(requestClass, any -> new ArrayList<>()).add(millis);
    }

    /** Returns the classes that have requests, sorted. */
    public List<String> classes() {
        return List.copyOf(byClass.keySet());
    }

    public int count(String requestClass) {
        return byClass.getOrDefault(requestClass, List.of()).size();
    }

    /** Returns zero for a class without requests. */
    public Duration worst(String requestClass) {
        return Duration.ofMillis(byClass.getOrDefault(requestClass, List.of()).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0));
    }

    /** Returns zero for a class without requests. */
    public Duration median(String requestClass) {
        List<Long> sorted =
                byClass.getOrDefault(requestClass, List.of()).stream().sorted().toList();
        return Duration.ofMillis(sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2));
    }
}
