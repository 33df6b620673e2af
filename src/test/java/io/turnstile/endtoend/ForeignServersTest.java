package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker started as its own documentation says, and a server that answers with the samples of Altegio's reference, word by
 * word. If this fails, Turnstile works with its own demo and with nothing else.
 */
class ForeignServersTest {

    private static final String SEARCH =
            """
            {"data": [{"id": "5248829", "type": "loyalty_abonement",
                       "attributes": {"number": "690348", "balance": 10},
                       "relationships": {"loyalty_abonement_type": {"data": {"id": "489159", "type": "loyalty_abonement_type"}}}}],
             "included": [{}]}
            """;
    private static final String CHECK =
            """
            {"data": {"id": "check_1", "type": "loyalty_abonement_check",
                      "attributes": {"last_booking_date": "2026-03-31T23:59:59+00:00", "available_visits": 10,
                                     "can_book_all_days": true, "bookable_day_ids": [1, 2, 3, 4, 5]}}}
            """;
    private static final String TYPES =
            """
            {"success": true,
             "data": [{"id": 12233, "salon_group_id": 123, "title": "Subscription with the possibility of freezing for 14 days",
                       "period": 0, "period_unit_id": 0, "allow_freeze": true, "freeze_limit": 14,
                       "is_allow_empty_code": false, "is_united_balance": false, "united_balance_services_count": 0}],
             "meta": {"count": 2}}
            """;
    private static final String NOT_FOUND =
            "{\"success\": false, \"data\": null, \"meta\": {\"message\": \"Event not found\"}}";
    private static final String REQUEST =
            """
            {"request_id": "9f1c0c1e-%d", "location_id": 720441, "client_id": 146915197, "event_id": %d,
             "schedule_day_ids": [1, 2, 3, 4, 5]}
            """;

    @TempDir
    private Path folder;

    private final List<String> wrongCalls = new CopyOnWriteArrayList<>();

    @Test
    void shouldScheduleAndRefuseWhenBrokerAndServerAreNotItsOwn() throws Exception {
        HttpServer altegio = altegio();
        String brokers = "127.0.0.1:" + freePort();
        try (TurnstileProcess kafka = kafka(brokers)) {
            awaitKafka(kafka, brokers);
            PipelineFixture stage = PipelineFixture.on(
                            brokers, "http://127.0.0.1:" + altegio.getAddress().getPort() + "/api/v1")
                    .with("altegio.partner-token", "partner-of-the-test")
                    .with("altegio.user-token", "user-of-the-test");
            try (stage;
                    TurnstileProcess turnstile = TurnstileProcess.start(stage.environment(), "run")) {
                List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    requests.add(stage.request(
                            PipelineFixture.utf8("client-" + i % 10),
                            PipelineFixture.utf8(REQUEST.formatted(i, i % 4 == 0 ? 404 : 12345))));
                }
                List<String> ids = stage.sendAll(requests);
                stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

                for (int i = 0; i < 100; i++) {
                    assertThat(stage.reasonOf(ids.get(i))).isEqualTo(i % 4 == 0 ? "NOT_FOUND" : "SCHEDULED");
                }
                JsonNode schedule =
                        new JsonMapper().readTree(stage.outcomeOf(ids.get(1)).value());
                assertThat(schedule.at("/membership/id").asLong()).isEqualTo(5248829);
                assertThat(schedule.at("/membership/type").isNull()).isTrue();
                assertThat(schedule.get("last_booking_date").asText()).isEqualTo("2026-03-31T23:59:59Z");
                assertThat(wrongCalls).isEmpty();
                assertThat(turnstile.isAlive()).isTrue();
            }
        } finally {
            altegio.stop(0);
        }
    }

    private HttpServer altegio() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(8, task -> {
            Thread thread = new Thread(task, "foreign-altegio");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
        return server;
    }

    private void answer(HttpExchange call) throws IOException {
        String target = call.getRequestURI().toString();
        String client = "/api/v1/company/720441/client/146915197/loyalty/abonements";
        if (!"GET".equals(call.getRequestMethod())
                || !"Bearer partner-of-the-test, User user-of-the-test"
                        .equals(call.getRequestHeaders().getFirst("Authorization"))
                || !"application/vnd.api.v2+json"
                        .equals(call.getRequestHeaders().getFirst("Accept"))) {
            wrongCalls.add(call.getRequestMethod() + " " + target + " " + Map.copyOf(call.getRequestHeaders()));
        }
        if (target.equals(client + "/search_for_activity?event_id=12345")) {
            send(call, 200, SEARCH);
        } else if (target.equals(
                client + "/5248829/check_for_activity?event_id=12345&schedule_day_ids=1%2C2%2C3%2C4%2C5")) {
            send(call, 200, CHECK);
        } else if (target.startsWith("/api/v1/company/720441/loyalty/abonement_types/search?")) {
            send(call, 200, TYPES);
        } else if (target.equals(client + "/search_for_activity?event_id=404")) {
            send(call, 404, NOT_FOUND);
        } else {
            wrongCalls.add(target);
            send(call, 404, NOT_FOUND);
        }
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = PipelineFixture.utf8(body);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private TurnstileProcess kafka(String brokers) throws Exception {
        String controller = "127.0.0.1:" + freePort();
        Path properties = folder.resolve("server.properties");
        Files.writeString(
                properties,
                """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@%2$s
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://%1$s,CONTROLLER://%2$s
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                """
                        .formatted(brokers, controller, folder.resolve("data")));
        List<String> format = List.of(
                "kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString());
        try (TurnstileProcess formatted = TurnstileProcess.java(Map.of(), format)) {
            assertThat(formatted.exit(Duration.ofSeconds(120)))
                    .as(() -> formatted.out() + " " + formatted.err())
                    .isZero();
        }
        return TurnstileProcess.java(Map.of(), List.of("kafka.Kafka", properties.toString()));
    }

    private static void awaitKafka(TurnstileProcess kafka, String brokers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            Awaitility.await("Kafka answers")
                    .atMost(Duration.ofSeconds(120))
                    .ignoreExceptions()
                    .until(() -> {
                        assertThat(kafka.isAlive())
                                .as(() -> kafka.err().toString())
                                .isTrue();
                        return !admin.describeCluster().nodes().get().isEmpty();
                    });
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
