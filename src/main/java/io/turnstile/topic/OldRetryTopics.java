package io.turnstile.topic;

import io.turnstile.config.Settings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retry topics of this group from before its settings were changed, those with something left on them. The group's
 * committed offsets name them, and topics that begin as the retry topics do.
 */
public final class OldRetryTopics {

    private static final Logger LOG = LoggerFactory.getLogger(OldRetryTopics.class);

    private OldRetryTopics() {}

    /** Returns them in order. */
    public static List<String> find(Admin admin, Settings settings) throws InterruptedException, ExecutionException {
        String group = settings.retryGroup();
        Set<String> existing = admin.listTopics().names().get();
        Set<String> old = GroupOffsets.committed(admin, group).keySet().stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toCollection(TreeSet::new));
        existing.stream().filter(settings::isRetryTopic).forEach(old::add);
        old.retainAll(existing);
        old.removeAll(new Topics(settings).names());
        GroupOffsets offsets = GroupOffsets.read(admin, group, old);
        return old.stream().filter(topic -> offsets.unread(topic) > 0).toList();
    }

    /** Returns the same, and logs that they will be read. */
    public static List<String> announced(Admin admin, Settings settings)
            throws InterruptedException, ExecutionException {
        List<String> old = find(admin, settings);
        if (!old.isEmpty()) {
            LOG.info("Reading what is left on old retry topics, too: {}", String.join(", ", old));
        }
        return old;
    }
}
