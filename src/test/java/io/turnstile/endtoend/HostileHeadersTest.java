package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.stats.RecordedCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * If this fails, anyone who may write to the requests topic can make Turnstile call what they like with the business's
 * tokens, or lose other people's bookings.
 */
class HostileHeadersTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldCallAltegioAsAlwaysWhenARequestsHeadersWouldSteerCamel() throws Exception {
        AtomicInteger elsewhere = new AtomicInteger();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            elsewhere.incrementAndGet();
            exchange.close();
        });
        other.start();
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            // given requests of which each carries all hostile headers, in several spellings
            Map<String, String> hostile = hostile(
                    "http://127.0.0.1:" + other.getAddress().getPort() + "/stolen",
                    stage.settings().topics().schedules());
            List<SampleRequest> samples =
                    SampleRequests.mixed(ALTEGIO.simulator().world(), 4, 60);
            List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
            for (SampleRequest sample : samples) {
                ProducerRecord<byte[], byte[]> request =
                        stage.request(PipelineFixture.utf8(sample.key()), sample.value());
                hostile.forEach((name, value) -> request.headers().add(name, PipelineFixture.utf8(value)));
                requests.add(request);
            }
            stage.startPipeline();

            // when they are decided
            List<String> ids = stage.sendAll(requests);
            stage.awaitExactlyOneOutcomeEach(ids, Duration.ofSeconds(120));

            // then as their content says, by GETs of the usual addresses alone
            assertThat(ids.stream().map(stage::reasonOf))
                    .containsExactlyElementsOf(samples.stream()
                            .map(sample -> sample.expected().name())
                            .toList());
            assertThat(elsewhere).hasValue(0);
            List<RecordedCall> calls = ALTEGIO.simulator().stats().snapshot().lastCalls();
            assertThat(calls).isNotEmpty().allSatisfy(call -> assertThat(call.target())
                    .matches("/api/v1/company/\\d+/(client/\\d+/loyalty/abonements/"
                            + "(search_for_activity\\?event_id=\\d+"
                            + "|\\d+/check_for_activity\\?event_id=\\d+&schedule_day_ids=[0-9%C]+)"
                            + "|loyalty/abonement_types/search\\?page=\\d+&page_size=\\d+)"));
            assertThat(calls).allSatisfy(call -> assertThat(call.status()).isNotIn(405, 401));
            // and the dead letters still have them
            String dead = ids.get(indexOfDeadLetter(samples));
            assertThat(stage.outcomeOf(dead)
                            .headers()
                            .lastHeader("CamelHttpUri")
                            .value())
                    .isEqualTo(PipelineFixture.utf8(hostile.get("CamelHttpUri")));
        } finally {
            other.stop(0);
        }
    }

    private static int indexOfDeadLetter(List<SampleRequest> samples) {
        int index = 0;
        while (samples.get(index).expected().name().equals("SCHEDULED")) {
            index++;
        }
        return index;
    }

    private static Map<String, String> hostile(String url, String topic) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("CamelHttpUri", url);
        headers.put("CamelHttpPath", "/company/1/client/2");
        headers.put("CamelHttpQuery", "event_id=1");
        headers.put("CamelHttpMethod", "DELETE");
        headers.put("CamelHttpHost", "127.0.0.1");
        headers.put("CamelRestHttpUri", url);
        headers.put("CamelKafkaTopic", topic);
        headers.put("CamelKafkaOverrideTopic", topic);
        headers.put("CamelKafkaPartition", "0");
        headers.put("CamelKafkaOffset", "7");
        headers.put("CamelKafkaKey", "theirs");
        headers.put("CamelKafkaHeaders", "theirs");
        headers.put("CamelKafkaManualCommit", "theirs");
        headers.put("CamelBeanMethodName", "fail");
        headers.put("CamelToEndpoint", url);
        Map<String, String> spelt = new TreeMap<>(headers);
        headers.forEach((name, value) -> {
            spelt.put(name.toLowerCase(java.util.Locale.ROOT), value);
            spelt.put(name.replace("Camel", "cAMEL"), value);
            spelt.put(name.replace("Camel", "org.apache.camel."), value);
        });
        spelt.put("Host", "127.0.0.1");
        spelt.put("Authorization", "Bearer theirs");
        spelt.put("Content-Length", "7");
        spelt.put("Transfer-Encoding", "chunked");
        spelt.put("record", "theirs");
        spelt.put("state", "scheduled");
        return spelt;
    }
}
