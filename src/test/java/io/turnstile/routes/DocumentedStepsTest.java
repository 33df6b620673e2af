package io.turnstile.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.Requests;
import io.turnstile.documents.Document;
import io.turnstile.documents.Document.Block;
import io.turnstile.intake.OneRecord;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People copy the documents' steps to the end of the route that writes schedules: they must load there. */
class DocumentedStepsTest {

    static Stream<Block> steps() {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.kind().equals("yaml") && block.type().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void shouldLoadAndScheduleWithTheStepsOfTheDocuments(Block block) throws Exception {
        String steps = block.text()
                        .replace("https://crm.example/bookings", "log:crm")
                        .stripTrailing()
                        .stripIndent()
                + "\n";
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.startWithStepsAfterTheSchedule(altegio.url(), steps)) {
            OneRecord.Decided decided = world.decide(Records.request(Requests.request()));

            assertThat(decided.failure()).isNull();
            assertThat(decided.written().get(0).topic()).isEqualTo("booking.schedules");
        }
    }
}
