package io.turnstile.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.altegio.TypeCatalogue;
import io.turnstile.altegio.TypesResponse;
import io.turnstile.altegio.gate.call.GateHeaders;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Redactor;
import io.turnstile.config.Settings;
import io.turnstile.intake.outcome.OutcomeComponent;
import io.turnstile.intake.outcome.OutcomeTopics;
import io.turnstile.route.AltegioSteps;
import io.turnstile.route.BookingSteps;
import io.turnstile.route.DeadLetterHeaders;
import io.turnstile.route.RetryHeaders;
import io.turnstile.route.ScheduleHeaders;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/** Beans that the route files name to decide a booking: the same ones whatever Camel runs the routes. */
public final class RouteBeans {

    private final Settings settings;
    private final Redactor secrets;
    private final Executor pool;
    private final Clock clock;
    private final Caller caller;

    /** Caller of routes. */
    @FunctionalInterface
    public interface Caller {
        Exchange request(String route, Processor prepare) throws Exception;
    }

    /**
     * Gathers what the beans need.
     *
     * @param secrets blots them out of what routes keep and write
     * @param pool loads membership types
     * @param caller calls the routes, from when they are started
     */
    public RouteBeans(Settings settings, Redactor secrets, Executor pool, Clock clock, Caller caller) {
        this.settings = settings;
        this.secrets = secrets;
        this.pool = pool;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * Returns new beans by the names that route files have for them.
     *
     * @param topics says where routes may write outcomes
     */
    public Map<String, Object> byName(OutcomeTopics topics) {
        return Map.of(
                "outcome", new OutcomeComponent(topics),
                "booking", booking(types()),
                "altegio", new AltegioSteps(clock, secrets),
                "scheduleHeaders", new ScheduleHeaders(settings.source()),
                "retryHeaders", new RetryHeaders(settings.retryDelays(), clock),
                "deadLetterHeaders", new DeadLetterHeaders(clock, secrets),
                "json", JsonMapper.builder().build(),
                "gateHeaders", new GateHeaderFilter());
    }

    /** @param types gives a scheduled membership its type, if that can be learned */
    public BookingSteps booking(UnaryOperator<Decision> types) {
        return new BookingSteps(settings.maxChecks(), settings.retryDelays().size(), types, secrets);
    }

    /** The catalogue of membership types asks for a user: without one, a schedule has the type that its search included. */
    private UnaryOperator<Decision> types() {
        if (!GateSettings.hasUser(settings.altegio())) {
            return UnaryOperator.identity();
        }
        return new TypeCatalogue(this::loadTypes, settings.altegio().typesTtl(), pool, Ticker.systemTicker())::withType;
    }

    private TypesResponse loadTypes(long locationId, int page) throws Exception {
        Exchange answered = caller.request("direct:membership-types", exchange -> {
            exchange.setVariable("location", locationId);
            exchange.setVariable("page", page);
            exchange.setVariable("pageSize", TypeCatalogue.Pages.SIZE);
        });
        if (answered.getException() != null) {
            throw answered.getException();
        }
        return answered.getMessage().getMandatoryBody(TypesResponse.class);
    }

    /**
     * Filter that lets nothing of a message into an HTTP call but what routes tell the gate, and nothing of the answer's
     * headers back.
     */
    private static final class GateHeaderFilter implements HeaderFilterStrategy {

        @Override
        public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
            return !name.equalsIgnoreCase(GateHeaders.READ_AT)
                    && !name.equalsIgnoreCase(GateHeaders.PRIORITY)
                    && !name.equalsIgnoreCase(GateHeaders.SEQUENCE);
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
            return true;
        }
    }
}
