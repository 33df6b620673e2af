package io.turnstile.altegio;

import static io.turnstile.altegio.CatalogueWorld.FIRST_TYPE;
import static io.turnstile.altegio.CatalogueWorld.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.Decision;
import io.turnstile.booking.MembershipType;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.booking.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types are a courtesy to readers: they may cost few calls, and never a booking. */
class TypeCatalogueTest {
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final CatalogueWorld world = new CatalogueWorld();

    /** A location with exactly one or two full pages must not lose its last page, nor ask for ever. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "99, 1", "100, 2", "101, 2", "200, 3", "250, 3"})
    void shouldReadPagesUntilOneIsNotFull(int types, int pages) {
        world.types = types;

        Optional<MembershipType> last = world.ask(FIRST_TYPE + types - 1);

        assertThat(last.isPresent()).isEqualTo(types > 0);
        assertThat(world.pagesAsked).hasSize(pages).doesNotHaveDuplicates();
    }

    @Test
    void shouldStopAfterAHundredPagesWhenTheApiNeverGivesAShortOne() {
        world.types = Integer.MAX_VALUE;

        assertThat(world.ask(FIRST_TYPE)).isPresent();
        assertThat(world.pagesAsked).hasSize(100);
    }

    @Test
    void shouldNotAskAgainWhenTheLocationIsKnown() {
        world.ask(FIRST_TYPE);
        world.ask(FIRST_TYPE + 1);
        world.pass(TTL.minus(MOMENT));

        assertThat(world.ask(FIRST_TYPE + 2)).isPresent();
        assertThat(world.ask(FIRST_TYPE + 77)).isEmpty();
        assertThat(world.pagesAsked).hasSize(1);
    }

    @Test
    void shouldGiveNoTypeAndAskAgainAfterHalfAMinuteWhenTheLocationCannotBeLoaded() {
        world.fault = new IOException("Altegio answered 503");

        assertThat(world.ask(FIRST_TYPE)).isEmpty();
        world.fault = null;
        world.pass(Duration.ofSeconds(30).minus(MOMENT));
        assertThat(world.ask(FIRST_TYPE)).as("just before").isEmpty();
        assertThat(world.pagesAsked).hasSize(1);
        world.pass(MOMENT);

        assertThat(world.ask(FIRST_TYPE)).as("after half a minute").isPresent();
    }

    @Test
    void shouldNotThrowWhenWhatTheApiSentIsNotEvenAnAnswer() {
        world.fault = new NullPointerException();

        assertThat(world.ask(FIRST_TYPE)).isEmpty();
    }

    @Test
    void shouldServeTheOldTypesWhileNewOnesAreLoadedInTheBackground() {
        world.ask(FIRST_TYPE);
        world.title = "12 visits";
        world.pass(TTL.plus(MOMENT));

        assertThat(world.ask(FIRST_TYPE)).map(MembershipType::title).hasValue("10 visits");
        assertThat(world.pagesAsked).hasSize(1);
        world.runBackground();

        assertThat(world.ask(FIRST_TYPE)).map(MembershipType::title).hasValue("12 visits");
        assertThat(world.pagesAsked).hasSize(2);
    }

    @Test
    void shouldKeepTheOldTypesWhenLoadingThemAnewFails() {
        world.ask(FIRST_TYPE);
        world.fault = new IOException("Altegio answered 503");
        world.pass(TTL.plus(MOMENT));
        world.ask(FIRST_TYPE);
        world.runBackground();

        assertThat(world.pagesAsked).hasSize(2);
        assertThat(world.ask(FIRST_TYPE)).isPresent();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.ask(FIRST_TYPE)).isPresent();
    }

    @Test
    void shouldAskForNothingWhenTheSearchToldTheType() {
        MembershipType told = new MembershipType(FIRST_TYPE, "8 visits", null, 0, null, false, 0, false, false, 0);

        Decision decision =
                world.catalogue.withType(CatalogueWorld.scheduled(OptionalLong.of(FIRST_TYPE), Optional.of(told)));

        assertThat(((Scheduled) decision.outcome()).membership().type()).hasValue(told);
        assertThat(world.pagesAsked).isEmpty();
    }

    @Test
    void shouldAskForNothingWhenThereIsNoTypeToAskFor() {
        world.catalogue.withType(CatalogueWorld.scheduled(OptionalLong.empty(), Optional.empty()));
        world.catalogue.withType(CatalogueWorld.open().closed(Reason.NOT_FOUND, "Altegio answered 404."));

        assertThat(world.pagesAsked).isEmpty();
    }
}
