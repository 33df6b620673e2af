package io.turnstile.demo;

import io.turnstile.config.LauncherProperties;
import io.turnstile.config.Settings;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.simulator.world.TopUp;
import io.turnstile.simulator.world.World;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Suggestion of something to try in the demo: a booking that was turned down, and can be made now.
 *
 * @param letter the dead letter's id
 * @param client whose booking it is; the record's key
 */
public record DemoTask(String letter, String client) {

    private static final String REASON = "NOT_ENOUGH_VISITS";
    private static final Pattern EVENT = Pattern.compile("\"event_id\": *(\\d+)");

    /**
     * Tops up a membership of a client who had too few visits, and who made no other request for that event: a later one would
     * have superseded it.
     */
    public static Optional<DemoTask> arrange(DemoReport report, World world) {
        Map<String, Long> requests = report.outcomes().values().stream()
                .collect(Collectors.groupingBy(DemoTask::clientAndEvent, Collectors.counting()));
        return report.outcomes().entrySet().stream()
                .filter(each -> REASON.equals(OutcomeCount.header(each.getValue(), HeaderNames.REASON)))
                .filter(each -> requests.get(clientAndEvent(each.getValue())) == 1)
                .filter(each -> TopUp.makeBookable(world, each.getValue().value()))
                .findFirst()
                .map(each -> new DemoTask(each.getKey(), client(each.getValue())));
    }

    private static String clientAndEvent(ConsumerRecord<byte[], byte[]> outcome) {
        Matcher event = EVENT.matcher(new String(outcome.value(), StandardCharsets.UTF_8));
        return client(outcome) + "/" + (event.find() ? event.group(1) : "");
    }

    private static String client(ConsumerRecord<byte[], byte[]> outcome) {
        return outcome.key() == null ? "" : new String(outcome.key(), StandardCharsets.UTF_8);
    }

    public void print(PrintWriter out, URI console, Settings.Http configured) {
        boolean usual = console.getPort() == configured.port();
        out.printf(
                Locale.ROOT,
                "Something to try: client %s had too few visits, and has just bought more. Replay that booking:%n",
                client);
        out.printf(Locale.ROOT, "  Console   %s/#/letters/%s%n", console, letter);
        out.printf(
                Locale.ROOT,
                "  or        %s replay %s%s%n",
                LauncherProperties.command(),
                letter,
                usual ? "" : " --url " + console);
        out.println();
    }
}
