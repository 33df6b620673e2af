package io.turnstile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** A second place that commits offsets sooner or later commits past a request that has no outcome: the request is lost. */
@AnalyzeClasses(packages = "io.turnstile", importOptions = DoNotIncludeTests.class)
class CommitsTest {

    private static final String INTAKE = "io.turnstile.intake.";

    @ArchTest
    static final ArchRule nothingButTheCommitterShouldCommitOffsets =
            onlyFrom(INTAKE + "OutcomeCommitter", "commitSync", "commitAsync");

    @ArchTest
    static final ArchRule nothingButTheTransactionShouldCommitOffsetsWithOutcomes =
            onlyFrom(INTAKE + "OutcomeTransactions", "sendOffsetsToTransaction");

    @ArchTest
    static final ArchRule nothingButTheCommitterShouldBeginATransaction = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(INTAKE + "OutcomeCommitter")
            .should()
            .callMethodWhere(describe(
                    "a commit of a transaction of the intake",
                    (JavaMethodCall call) -> call.getName().equals("commit")
                            && call.getTargetOwner().getName().equals(INTAKE + "OutcomeTransactions")));

    private static ArchRule onlyFrom(String owner, String... methods) {
        Set<String> names = Set.of(methods);
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(owner)
                .should()
                .callMethodWhere(describe(
                        "a call of " + names,
                        (JavaMethodCall call) -> names.contains(call.getName())
                                && call.getTargetOwner().getPackageName().startsWith("org.apache.kafka")));
    }
}
