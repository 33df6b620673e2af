package io.turnstile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.app.Pipeline;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.http.HttpServer;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeMonitor;
import java.util.Set;

/** Keeps in one place who is made of whom: otherwise a second gate, say, would have a quota of its own. */
@AnalyzeClasses(packages = "io.turnstile", importOptions = DoNotIncludeTests.class)
class WiringTest {

    private static final String APP = "io.turnstile.app";

    /** What {@code check} looks with is made by it, and closed by it. */
    private static final String PREFLIGHT = "io.turnstile.preflight";

    private static final Set<Class<?>> PARTS =
            Set.of(Gate.class, DeadLetters.class, IntakeMonitor.class, IntakeClientFactory.class);

    @ArchTest
    static final ArchRule nothingButTheWiringShouldMakeTheParts = noClasses()
            .that()
            .resideOutsideOfPackages(APP, PREFLIGHT)
            .should()
            .callConstructorWhere(describe(
                    "a part of the pipeline is made",
                    (JavaConstructorCall call) -> !call.getOriginOwner().equals(call.getTargetOwner())
                            && PARTS.stream().anyMatch(call.getTargetOwner()::isEquivalentTo)));

    @ArchTest
    static final ArchRule nothingButTheWiringShouldStartTheServer = noClasses()
            .that()
            .resideOutsideOfPackage(APP)
            .should()
            .callMethodWhere(describe(
                    "the server is started",
                    (JavaMethodCall call) -> call.getName().equals("start")
                            && call.getTargetOwner().isEquivalentTo(HttpServer.class)));

    @ArchTest
    static final ArchRule nothingButTheCommandsShouldStartThePipeline = noClasses()
            .that()
            .resideOutsideOfPackages(APP, "io.turnstile.cli", "io.turnstile.cli.demo")
            .should()
            .callMethodWhere(describe(
                    "the pipeline is started",
                    (JavaMethodCall call) -> call.getName().equals("start")
                            && call.getTargetOwner().isEquivalentTo(Pipeline.class)));
}
