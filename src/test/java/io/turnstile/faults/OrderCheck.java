package io.turnstile.faults;

import io.turnstile.endtoend.fixture.KeyOrder;
import io.turnstile.faults.Violation.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Check that outcomes of one key keep the order of their requests, those that went through a retry left out. Pure. */
final class OrderCheck {

    private OrderCheck() {}

    static List<Violation> violations(Observed observed) {
        Map<String, ConsumerRecord<byte[], byte[]>> outcomes = new HashMap<>();
        observed.outcomes().forEach((id, each) -> outcomes.put(id, each.get(0).record()));
        return KeyOrder.violations(outcomes::get, observed.requests().keySet(), observed.retried()).stream()
                .map(each -> new Violation(Kind.OUT_OF_ORDER, each))
                .toList();
    }
}
