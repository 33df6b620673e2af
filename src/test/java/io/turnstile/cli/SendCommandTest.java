package io.turnstile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.turnstile.app.RequestSender;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever sends a file twice because it stopped half way has booked half of it twice. */
class SendCommandTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @TempDir
    private Path folder;

    private final String topic = "send-" + UUID.randomUUID().toString().substring(0, 8) + ".requests";

    @Test
    void shouldSendEachLineOnceUnderItsClientWhenAllAreWell() throws Exception {
        CommandRun run = send(text(request(1), "", request(2), "   ", request(3)));

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("sent=3 topic=" + topic + System.lineSeparator());
        assertThat(sent())
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrder(request(1), request(2), request(3));
        assertThat(sent()).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("1", "2", "3");
    }

    /** A shell's {@code <(...)} is such a file: it can be read once, and the check has read it. */
    @Test
    void shouldSendEachLineWhenTheFileIsAPipe() throws Exception {
        Path pipe = folder.resolve("requests.pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, text(request(1), request(2)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();

        CommandRun run = run(pipe.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("sent=2 topic=" + topic + System.lineSeparator());
        assertThat(sent()).extracting(ConsumerRecord::value).containsExactlyInAnyOrder(request(1), request(2));
    }

    @Test
    void shouldSendNothingAndNameTheLineWhenOneInTheMiddleIsNotUtf8() throws Exception {
        byte[] good = (text(request(1)) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] bad = "{\"client_id\": 2, \"note\": \"für\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("requests.jsonl"), join(good, bad, good));

        CommandRun run = run(file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly(
                        "turnstile: " + file + ", line 2, is not UTF-8: save the file in UTF-8. Nothing was sent");
        assertNothingSent();
    }

    @ParameterizedTest
    @CsvSource({"UTF-16, is UTF-16", "UTF-16LE, is UTF-16", "UTF-16BE, is UTF-16"})
    void shouldSendNothingWhenTheFileIsUtf16(String charset, String why) throws Exception {
        Path file =
                Files.write(folder.resolve("requests.jsonl"), text(request(1)).getBytes(Charset.forName(charset)));

        CommandRun run = run(file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(file + " " + why + ": save the file in UTF-8. Nothing was sent");
        assertNothingSent();
    }

    @Test
    void shouldLeaveOutAByteOrderMark() throws Exception {
        CommandRun run = send("\uFEFF" + text(request(1), request(2)));

        assertThat(run.status()).isZero();
        assertThat(sent()).extracting(ConsumerRecord::value).containsExactlyInAnyOrder(request(1), request(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"client_id\": 1}~{~  \"client_id\": 2~}~|line 2 is no whole JSON object",
                "[~{\"client_id\": 1},~{\"client_id\": 2}~]|line 1 is no whole JSON object",
                "{\"client_id\": 1}~[{\"client_id\": 2}]|line 2 is no whole JSON object",
                "{\"client_id\": 1}~client_id,2|line 2 is no whole JSON object",
                "{\"client_id\": 1}{\"client_id\": 2}|line 1 is no whole JSON object",
                "{\"client_id\": 1}~{\"client_id\": 2} x|line 2 is no whole JSON object",
                "{\"client_id\": 1}~\"{}\"|line 2 is no whole JSON object"
            })
    void shouldSendNothingAndNameTheLineWhenALineIsNoObject(String text, String why) throws Exception {
        CommandRun run = send(text.replace('~', '\n'));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains(why)
                .contains("one JSON object on each line")
                .endsWith(". Nothing was sent");
        assertNothingSent();
    }

    @Test
    void shouldGoOnFromALineWhenTold() throws Exception {
        Path file = Files.writeString(
                folder.resolve("requests.jsonl"), text("no request at all", request(2), "", request(4)));

        CommandRun run = run(file.toString(), "--from-line", "2");

        assertThat(run.status()).isZero();
        assertThat(sent()).extracting(ConsumerRecord::value).containsExactlyInAnyOrder(request(2), request(4));
        assertThat(run(file.toString(), "--from-line", "0").status()).isEqualTo(2);
        assertThat(run(file.toString(), "--from-line", "9").err())
                .contains("has 4 lines and none from line 9 on. Nothing was sent");
    }

    @Test
    void shouldReadStandardInputByTheSameRules() throws Exception {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(text(request(1), "oops").getBytes(StandardCharsets.UTF_8)));
            assertThat(run("-").err()).contains("standard input, line 2 is no whole JSON object");
            System.setIn(new ByteArrayInputStream(text(request(1), request(2)).getBytes(StandardCharsets.UTF_8)));
            assertThat(run("-").status()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(sent()).hasSize(2);
    }

    @Test
    void shouldSayHowFarItCameAndFromWhichLineToGoOnWhenKafkaTakesOneNot() throws Exception {
        String large = "{\"client_id\": 3, \"note\": \"" + "x".repeat(1_500_000) + "\"}";

        CommandRun run = send(text(request(1), "", request(2), large, request(5)));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("turnstile: Kafka did not take line 4 of ")
                .endsWith("2 requests were sent before it; continue with --from-line 4");
        assertThat(sent()).extracting(ConsumerRecord::value).containsExactlyInAnyOrder(request(1), request(2));
    }

    @Test
    void shouldSayHowFarItCameWhenTheFileIsChangedWhileItIsSent() throws Exception {
        Path file = Files.write(folder.resolve("requests.jsonl"), Collections.nCopies(2_000, request(1)));
        run(file.toString());
        int before = sent().size();

        try (RequestFile requests = RequestFile.open(file.toString());
                RequestSender sender = new RequestSender(settings())) {
            requests.forEach(1, request -> {});
            SentLines lines = new SentLines(sender, requests.name());

            assertThatThrownBy(() -> requests.forEach(1, request -> {
                        lines.send(request);
                        if (request.line() == 700) {
                            append(file);
                        }
                    }))
                    .isInstanceOfSatisfying(SettingsException.class, fault -> assertThat(stopped(lines, fault))
                            .isEqualTo(file + " was changed meanwhile: send it when nobody writes to it."
                                    + " 767 requests were sent, up to line 767; go on with --from-line 768"));
            assertThat(sent()).hasSize(before + 767);
        }
    }

    @Test
    void shouldSendNothingWhenTheFileIsChangedOrRemovedAfterItWasChecked() throws Exception {
        Path file = Files.writeString(folder.resolve("requests.jsonl"), text(request(1), request(2)));
        try (RequestFile requests = RequestFile.open(file.toString())) {
            requests.forEach(1, request -> {});
            Files.delete(file);
            assertThatThrownBy(() -> requests.forEach(1, request -> fail("read")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(file + " was changed meanwhile");
            // Written anew with the same size: it is another file, or was modified later.
            Files.writeString(file, text(request(3), request(4)));
            assertThatThrownBy(() -> requests.forEach(1, request -> fail("read")))
                    .isInstanceOf(SettingsException.class);
        }
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "and more", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stopped(SentLines lines, SettingsException fault) {
        try {
            return lines.stopped(fault).getMessage();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldSendManyInOrderOfTheirLines() throws Exception {
        List<String> lines = IntStream.range(0, 5_000)
                .mapToObj(each -> "{\"client_id\": 7, \"n\": " + each + "}")
                .toList();

        assertThat(send(String.join("\n", lines)).out()).startsWith("sent=5000 ");
        assertThat(sent()).extracting(ConsumerRecord::value).containsExactlyElementsOf(lines);
    }

    private static String request(int client) {
        return "{\"request_id\": \"r" + client + "\", \"client_id\": " + client + "}";
    }

    private static String text(String... lines) {
        return String.join("\n", lines);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] each : parts) {
            length += each.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] each : parts) {
            System.arraycopy(each, 0, all, at, each.length);
            at += each.length;
        }
        return all;
    }

    private CommandRun send(String text) throws IOException {
        return run(Files.writeString(folder.resolve("requests.jsonl"), text).toString());
    }

    private CommandRun run(String... arguments) throws IOException {
        Path config = config();
        List<String> line = new ArrayList<>(List.of("send", "--config", config.toString()));
        line.addAll(List.of(arguments));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private Settings settings() throws IOException {
        return Settings.load(config(), Map.of(), folder);
    }

    private Path config() throws IOException {
        Path config = folder.resolve("application.properties");
        String name = topic.substring(0, topic.indexOf('.'));
        Files.writeString(
                config,
                Map.of(
                                "kafka.brokers", KAFKA.brokers(),
                                "topic.requests", topic,
                                "topic.schedules", name + ".schedules",
                                "topic.dead-letters", name + ".dead-letters",
                                "topic.retry", name + ".retry",
                                "topic.resolutions", name + ".resolutions",
                                "topic.jobs", name + ".jobs",
                                "topic.partitions", "1")
                        .entrySet()
                        .stream()
                        .map(each -> "turnstile." + each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("\n")));
        return config;
    }

    private void assertNothingSent() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            if (admin.listTopics().names().get().contains(topic)) {
                assertThat(sent()).isEmpty();
            }
        }
    }

    private List<ConsumerRecord<String, String>> sent() {
        List<ConsumerRecord<String, String>> sent = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.brokers()), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(sent::add);
            }
        }
        return sent;
    }
}
