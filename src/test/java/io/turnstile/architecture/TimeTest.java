package io.turnstile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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

    @ArchTest
    static final ArchRule nothingShouldSleep = noClasses()
            .should()
            .callMethodWhere(call(
                    "a sleep",
                    call -> call.getName().equals("sleep")
                            && (call.getTargetOwner().isEquivalentTo(Thread.class)
                                    || call.getTargetOwner().isEquivalentTo(TimeUnit.class))));

    @ArchTest
    static final ArchRule logicShouldBeHandedItsClock = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.turnstile.app..", "io.turnstile.topic..", "io.turnstile.cli..", "io.turnstile.simulator..")
            .should()
            .callMethodWhere(call("a look at the system's clock", TimeTest::looksAtTheSystemsClock));

    private static boolean looksAtTheSystemsClock(JavaMethodCall call) {
        boolean noArguments = call.getTarget().getRawParameterTypes().isEmpty();
        return (call.getName().equals("now")
                        && noArguments
                        && CLOCKS.contains(call.getTargetOwner().getName()))
                || (call.getName().equals("currentTimeMillis")
                        && call.getTargetOwner().isEquivalentTo(System.class));
    }

    private static DescribedPredicate<JavaMethodCall> call(
            String description, java.util.function.Predicate<JavaMethodCall> predicate) {
        return describe(description, predicate);
    }
}
