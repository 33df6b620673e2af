package io.turnstile.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.or;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Keeps imports running one way, as DESIGN.md has the rooms: otherwise no part can be understood, or changed, alone. */
@AnalyzeClasses(packages = "io.turnstile", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule bookingShouldImportNoOtherRoom = room("booking");

    @ArchTest
    static final ArchRule bookingShouldKnowNeitherCamelNorKafka = noClasses()
            .that()
            .resideInAPackage("io.turnstile.booking..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule altegioShouldImportOnlyBooking = classes()
            .that()
            .resideInAPackage("io.turnstile.altegio")
            .should()
            .onlyDependOnClassesThat(or(
                    resideOutsideOfPackage("io.turnstile.."),
                    resideInAnyPackage("io.turnstile.altegio", "io.turnstile.booking..")));

    @ArchTest
    static final ArchRule gateShouldImportOnlyTheAnswersOfAltegio = room("altegio.gate", "altegio");

    @ArchTest
    static final ArchRule intakeShouldImportOnlyBooking = room("intake", "booking");

    @ArchTest
    static final ArchRule stepsShouldNotKnowTheGate = classes()
            .that()
            .resideInAPackage("io.turnstile.steps..")
            .should()
            .onlyDependOnClassesThat(or(
                    resideOutsideOfPackage("io.turnstile.."),
                    resideInAnyPackage(
                            "io.turnstile.steps..",
                            "io.turnstile.booking..",
                            "io.turnstile.altegio",
                            "io.turnstile.intake..")));

    @ArchTest
    static final ArchRule deadletterShouldImportOnlyBooking = room("deadletter", "booking");

    @ArchTest
    static final ArchRule deadletterShouldKnowNeitherCamelNorHttp = noClasses()
            .that()
            .resideInAPackage("io.turnstile.deadletter..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "io.javalin..", "org.apache.hc..", "java.net.http..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule opsShouldImportOnlyBookingAndDeadletter = room("ops", "booking", "deadletter");

    @ArchTest
    static final ArchRule simulatorShouldImportNoOtherRoom = room("simulator");

    @ArchTest
    static final ArchRule nobodyShouldImportCli = noClasses()
            .that()
            .resideOutsideOfPackage("io.turnstile.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.turnstile.cli..");

    @ArchTest
    static final ArchRule roomsShouldFormNoCycle =
            slices().matching("io.turnstile.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsShouldBeNamedForTheDomain = noClasses()
            .should()
            .resideInAnyPackage(Stream.of("util", "utils", "common", "service", "model", "manager")
                    .map(name -> "io.turnstile.." + name + "..")
                    .toArray(String[]::new));

    /** A room may import itself, the rooms named, and whatever is not ours. */
    private static ArchRule room(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Stream.of(others))
                .map(each -> "io.turnstile." + each + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage("io.turnstile." + name + "..")
                .should()
                .onlyDependOnClassesThat(or(resideOutsideOfPackage("io.turnstile.."), resideInAnyPackage(allowed)))
                .as("io.turnstile." + name + " should import no room of ours but " + String.join(", ", allowed))
                .allowEmptyShould(true);
    }
}
