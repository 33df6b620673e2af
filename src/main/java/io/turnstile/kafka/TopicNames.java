package io.turnstile.kafka;

import java.util.regex.Pattern;

/** Kafka's rules for names of topics. Its own class for them is internal. */
public final class TopicNames {

    /** More make the name of a partition's folder too long for file systems. */
    private static final int MOST_CHARACTERS = 249;

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1," + MOST_CHARACTERS + "}");

    private TopicNames() {}

    /** Returns whether a topic may have this name. */
    public static boolean isValid(String name) {
        return LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    /** Returns whether Kafka refuses a topic of the one name where there is one of the other: metrics have '_' for '.'. */
    public static boolean isSame(String one, String other) {
        return one.replace('.', '_').equals(other.replace('.', '_'));
    }
}
