package io.turnstile.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.turnstile.documents.Document;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps imports running one way, as the table of rooms in {@code docs/architecture.md} has it: otherwise no part can be
 * understood, or changed, alone, and the document misleads.
 */
@AnalyzeClasses(packages = "io.turnstile", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    private static final String ROOT = "io.turnstile.";
    private static final List<Room> ROOMS = Room.all();

    @ArchTest
    static final ArchRule roomsShouldImportOnlyWhatTheirRowsAllow = classes()
            .should(new ArchCondition<>("keep to the table of rooms in docs/architecture.md") {
                @Override
                public void check(JavaClass each, ConditionEvents events) {
                    Optional<Room> room = Room.of(each.getPackageName(), ROOMS);
                    if (room.isEmpty()) {
                        events.add(SimpleConditionEvent.violated(
                                each, each.getName() + " stands in no room of the table"));
                        return;
                    }
                    for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                        if (!isAllowed(room.get(), dependency.getTargetClass().getPackageName())) {
                            events.add(SimpleConditionEvent.violated(each, dependency.getDescription()));
                        }
                    }
                }
            });

    @ArchTest
    static void everyRowShouldBeARoomThatIsThere(JavaClasses all) {
        TreeSet<String> found = all.stream()
                .flatMap(each -> Room.of(each.getPackageName(), ROOMS).stream())
                .map(Room::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(ROOMS).extracting(Room::name).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(found);
    }

    /** Otherwise CONTRIBUTING sends newcomers to rooms that are gone. */
    @ArchTest
    static void theMapForNewcomersShouldNameRooms(JavaClasses all) {
        List<String> named = Document.of("CONTRIBUTING.md").section("## Map of the rooms").rows().stream()
                .map(row -> Document.code(row.get(1)).get(0))
                .toList();

        assertThat(named).isNotEmpty();
        assertThat(ROOMS).extracting(Room::name).containsAll(named);
    }

    @ArchTest
    static final ArchRule roomsShouldFormNoCycle =
            slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsShouldBeNamedForTheDomain = noClasses()
            .should()
            .resideInAnyPackage(Stream.of("util", "utils", "common", "service", "model", "manager")
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new));

    private static boolean isAllowed(Room room, String target) {
        if (!target.startsWith(ROOT)) {
            return !room.shuns(target);
        }
        return Room.of(target, ROOMS).filter(room::mayImport).isPresent();
    }
}
