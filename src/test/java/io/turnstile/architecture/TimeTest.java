package io.turnstile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaMethodReference;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Time is handed in: logic that looks at the wall clock, or sleeps, can only be tested by waiting and hoping. */
@AnalyzeClasses(packages = "io.turnstile", importOptions = DoNotIncludeTests.class)
class TimeTest {
    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime");

    private static final Set<String> WIRING = Set.of(
            "io.turnstile.altegio.gate.Gate",
            "io.turnstile.deadletter.replay.run.Jobs",
            "io.turnstile.http.HttpConfig",
            "io.turnstile.simulator.Simulator",
            "io.turnstile.simulator.SimulatorOptions");

    @ArchTest
    static final ArchRule nothingShouldSleep = noClasses()
            .should()
            .callMethodWhere(call(
                    "a sleep",
                    call -> call.getName().equals("sleep")
                            && (call.getTargetOwner().isEquivalentTo(Thread.class)
                                    || call.getTargetOwner().isEquivalentTo(TimeUnit.class))));

    /** Commands print how old things are for whoever looks now, and wait for as long as somebody watches. */
    @ArchTest
    static final ArchRule nothingButCommandsShouldLookAtTheTimeOfDay = noClasses()
            .that()
            .resideOutsideOfPackage("io.turnstile.cli..")
            .should()
            .accessTargetWhere(access("a look at the time of day", TimeTest::isTimeOfDay));

    /**
     * A deadline bounds real waits of threads. The other two look after real sockets: no clock of a test can open or close
     * one.
     */
    @ArchTest
    static final ArchRule nothingButWaitsAndSocketsShouldLookAtTheTicker = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.turnstile.kafka.Deadline")
            .and()
            .doNotHaveFullyQualifiedName("io.turnstile.http.SlowConnections")
            .and()
            .doNotHaveFullyQualifiedName("io.turnstile.simulator.SimulatorServer")
            .should()
            .callMethodWhere(call("a look at the system's ticker", TimeTest::isNanoTime));

    /** These put the program, its check and its commands together, or their rooms for those who need no other clock. */
    @ArchTest
    static final ArchRule nothingButWiringShouldHandOnTheSystemsClocks = noClasses()
            .that()
            .resideOutsideOfPackages("io.turnstile.app..", "io.turnstile.preflight..", "io.turnstile.cli..")
            .and(describe("are no wiring of a room", each -> !WIRING.contains(each.getName())))
            .should()
            .accessTargetWhere(access("a clock of the system's", TimeTest::isHandedOn));

    private static boolean isTimeOfDay(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return (access.getName().equals("now") && CLOCKS.contains(owner) && !takesAClock(access))
                || (access.getName().equals("currentTimeMillis") && owner.equals("java.lang.System"));
    }

    private static boolean takesAClock(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && !target.getRawParameterTypes().isEmpty();
    }

    private static boolean isNanoTime(JavaAccess<?> access) {
        return access.getName().equals("nanoTime") && access.getTargetOwner().isEquivalentTo(System.class);
    }

    private static boolean isHandedOn(JavaAccess<?> access) {
        return (access instanceof JavaMethodReference && isNanoTime(access))
                || access.getName().equals("systemTicker")
                || (access.getTargetOwner().isEquivalentTo(Clock.class)
                        && access.getName().startsWith("system"));
    }

    private static DescribedPredicate<JavaMethodCall> call(String description, Predicate<JavaMethodCall> predicate) {
        return describe(description, predicate);
    }

    private static DescribedPredicate<JavaAccess<?>> access(String description, Predicate<JavaAccess<?>> predicate) {
        return describe(description, predicate);
    }
}
