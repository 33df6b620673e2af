package io.turnstile.config;

import io.turnstile.kafka.TopicNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rule that no two roles share a topic: what one writes, another would read. */
final class TopicRoles {

    private static final String PREFIX = "turnstile.topic.";

    private TopicRoles() {}

    /** @throws SettingsException in one line, if two do, or if Kafka takes their names for the same */
    static void requireDistinct(Settings settings) {
        Settings.Topics topics = settings.topics();
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("requests", topics.requests());
        roles.put("schedules", topics.schedules());
        roles.put("dead-letters", topics.deadLetters());
        roles.put("resolutions", topics.resolutions());
        roles.put("jobs", topics.jobs());
        List<String> names = List.copyOf(roles.keySet());
        for (int i = 0; i < names.size(); i++) {
            String topic = roles.get(names.get(i));
            if (settings.isRetryTopic(topic)) {
                throw new SettingsException(PREFIX + names.get(i) + " and " + PREFIX + "retry must differ: " + topic
                        + " is the name of a retry topic");
            }
            for (int j = i + 1; j < names.size(); j++) {
                if (TopicNames.isSame(topic, roles.get(names.get(j)))) {
                    throw new SettingsException(String.format(
                            Locale.ROOT,
                            "%s%s and %s%s must differ, '.' and '_' taken for the same: %s and %s",
                            PREFIX,
                            names.get(i),
                            PREFIX,
                            names.get(j),
                            topic,
                            roles.get(names.get(j))));
                }
            }
        }
    }
}
