package io.turnstile.bench;

import java.util.List;

/** Middle of some figures. */
public final class Median {

    private Median() {}

    /** Returns the middle one, or the mean of the two in the middle; NaN of none. */
    public static double of(List<Double> figures) {
        if (figures.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
