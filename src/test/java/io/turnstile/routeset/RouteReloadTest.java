package io.turnstile.routeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If this fails, a save in the middle of the day takes the routes away, or is not noticed, or holds bookings up. */
class RouteReloadTest {

    @TempDir
    private Path folder;

    private final List<String> audit = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CompletableFuture<String> held = new CompletableFuture<>();
    private CountDownLatch loading = new CountDownLatch(0);
    private volatile int loads;
    private RouteSwitch sets;
    private RouteReload reload;

    @BeforeEach
    void start() throws Exception {
        save("booking.camel.yaml", route("booking", "one"));
        sets = new RouteSwitch(load(RouteFiles.read(folder)));
        sets.start();
        reload = new RouteReload(
                sets,
                this::load,
                said -> said.replace("hunter2", "***"),
                audit::add,
                Clock.fixed(Instant.parse("2026-11-23T10:15:30Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        released.countDown();
        reload.close();
        sets.close();
    }

    @Test
    void shouldReplaceTheRoutesWhenTheSaveIsSound() throws Exception {
        assertThat(booking()).isEqualTo("one");

        save("booking.camel.yaml", route("booking", "two"));
        lookTwice();

        assertThat(booking()).isEqualTo("two");
        assertThat(audit).containsExactly("replaced the routes: changed booking.camel.yaml");
        assertThat(reload.running().refused()).isEmpty();
    }

    @Test
    void shouldKeepTheRoutesAndSayWhereOnceWhenTheSaveIsBroken() throws Exception {
        save("booking.camel.yaml", route("booking", "two").replace("setBody", "setBdy"));
        lookTwice();
        lookTwice();

        assertThat(booking()).isEqualTo("one");
        assertThat(audit)
                .singleElement()
                .asString()
                .contains("refused", "booking.camel.yaml, line 7", "'setBdy'", "did you mean setBody?");
        assertThat(reload.running().refused()).isPresent();

        save("booking.camel.yaml", route("booking", "one"));
        lookTwice();
        assertThat(reload.running().refused()).isEmpty();
        assertThat(audit).hasSize(1);
    }

    /** An editor truncates the file, and writes it a moment later; another writes it in two parts. */
    @Test
    void shouldWaitWhenAFileIsStillBeingWritten() throws Exception {
        int before = loads;
        save("booking.camel.yaml", "");
        reload.look();
        save("booking.camel.yaml", route("booking", "two").substring(0, 60));
        reload.look();
        save("booking.camel.yaml", route("booking", "two"));
        reload.look();
        assertThat(loads).isEqualTo(before);
        reload.look();

        assertThat(booking()).isEqualTo("two");
        assertThat(loads).isEqualTo(before + 1);
        assertThat(audit).hasSize(1);
    }

    @Test
    void shouldLookAwayFromWhatEditorsLeaveBesideTheFiles() throws Exception {
        save(".booking.camel.yaml.swp", "\0");
        save("4913", "");
        save("booking.camel.yaml~", "- rout");
        save(".other.camel.yaml", "- rout");
        save("booking.test.yaml", "- rout");
        Files.createSymbolicLink(folder.resolve(".#booking.camel.yaml"), Path.of("somebody@here.1234"));
        lookTwice();

        assertThat(audit).isEmpty();
        assertThat(loads).isEqualTo(1);
    }

    /** A config map: the files are links through a link to a folder, which is swapped as a whole. */
    @Test
    void shouldFollowLinksWhenTheFolderBehindThemIsSwapped() throws Exception {
        Path before = Files.createDirectory(folder.resolve("..2026_1"));
        Path after = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(before.resolve("booking.camel.yaml"), route("booking", "one"));
        Files.writeString(after.resolve("booking.camel.yaml"), route("booking", "two"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), before.getFileName());
        Files.delete(folder.resolve("booking.camel.yaml"));
        Files.createSymbolicLink(folder.resolve("booking.camel.yaml"), Path.of("..data/booking.camel.yaml"));
        lookTwice();
        assertThat(booking()).isEqualTo("one");

        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), after.getFileName());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lookTwice();

        assertThat(booking()).isEqualTo("two");
    }

    @Test
    void shouldKeepTheRoutesWhenTheFolderVanishes() throws Exception {
        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, away);
        lookTwice();
        assertThat(booking()).isEqualTo("one");
        assertThat(audit).singleElement().asString().contains("There are no routes at " + folder);

        Files.move(away, folder);
        save("booking.camel.yaml", route("booking", "two"));
        lookTwice();
        assertThat(booking()).isEqualTo("two");
    }

    @Test
    void shouldTakeNewFilesAndLetRemovedOnesGoWhenNobodyCallsThem() throws Exception {
        save("crm.camel.yaml", route("crm", "told"));
        save("booking.camel.yaml", calling("direct:crm"));
        lookTwice();
        assertThat(booking()).isEqualTo("told");
        assertThat(audit).containsExactly("replaced the routes: changed booking.camel.yaml, new crm.camel.yaml");

        Files.delete(folder.resolve("crm.camel.yaml"));
        lookTwice();
        assertThat(booking()).isEqualTo("told");
        assertThat(audit.get(1)).contains("booking.camel.yaml, line 8", "no route begins with direct:crm");

        save("booking.camel.yaml", route("booking", "two"));
        lookTwice();
        assertThat(booking()).isEqualTo("two");
        assertThat(audit.get(2)).contains("changed booking.camel.yaml, removed crm.camel.yaml");
    }

    @Test
    void shouldNameBothPlacesWhenTwoRoutesHaveTheSameId() throws Exception {
        save("copy.camel.yaml", route("booking", "two").replace("direct:booking", "direct:copy"));
        lookTwice();

        assertThat(booking()).isEqualTo("one");
        assertThat(audit)
                .singleElement()
                .asString()
                .contains("Two routes have the id 'booking'", "booking.camel.yaml, line 2", "copy.camel.yaml, line 2");
    }

    /** The booking that waits ends as it began; those after it take the new routes at once, and wait for nobody. */
    @Test
    void shouldLetNobodyWaitWhenABookingIsSlowInTheOldRoutes() throws Exception {
        save("booking.camel.yaml", slow("one"));
        lookTwice();
        RouteSet old = sets.current();
        Thread booking = new Thread(() -> held.completeAsync(this::bookingSafely, Runnable::run));
        booking.start();
        while (old.underWay() == 0) {
            Thread.onSpinWait();
        }

        save("booking.camel.yaml", route("booking", "two"));
        lookTwice();

        assertThat(booking()).isEqualTo("two");
        assertThat(held).isNotDone();
        assertThat(reload.running().endingInEarlierRoutes()).isEqualTo(1);

        // Sets are closed one after the other: what would have closed the old one has come before this one.
        RouteSet idle = sets.current();
        save("booking.camel.yaml", route("booking", "three"));
        lookTwice();
        while (!idle.context().isStopped()) {
            Thread.onSpinWait();
        }
        assertThat(old.context().isStarted()).isTrue();
        released.countDown();
        assertThat(held.get(120, TimeUnit.SECONDS)).isEqualTo("one");
        booking.join();
        while (!old.context().isStopped()) {
            Thread.onSpinWait();
        }
    }

    /** Somebody's own timer or consumer is read by one set only, and by the old one if the new one cannot start. */
    @Test
    void shouldStartWhatReadsByItselfOnlyOnce() throws Exception {
        save("mine.camel.yaml", route("mine", "x").replace("direct:mine", "file:" + folder.resolve("in")));
        lookTwice();
        RouteSet before = sets.current();
        assertThat(sets.states()).containsEntry("mine", true).containsEntry("booking", true);
        assertThat(before.context().getRouteController().getRouteStatus("mine").isStarted())
                .isTrue();

        save("booking.camel.yaml", route("booking", "two"));
        lookTwice();

        assertThat(sets.current()
                        .context()
                        .getRouteController()
                        .getRouteStatus("mine")
                        .isStarted())
                .isTrue();
        assertThat(sets.states().values()).containsOnly(true);
        sets.current().stopReaders();
        assertThat(sets.states()).containsEntry("mine", false);
        assertThat(before.context().isStopped()
                        || before.context()
                                .getRouteController()
                                .getRouteStatus("mine")
                                .isStopped())
                .isTrue();
    }

    @Test
    void shouldSayThatItTakesARestartWhenARouteThatReadsRequestsChanges() throws Exception {
        save("intake.camel.yaml", intake("first"));
        stop();
        start();
        audit.clear();
        save("intake.camel.yaml", "# a remark\n" + intake("first"));
        lookTwice();
        assertThat(reload.running().restart()).isEmpty();

        save("intake.camel.yaml", intake("second"));
        save("booking.camel.yaml", route("booking", "two"));
        lookTwice();

        assertThat(booking()).isEqualTo("two");
        assertThat(reload.running().restart())
                .hasValueSatisfying(line -> assertThat(line).contains("Restart", "intake.camel.yaml"));
        assertThat(audit).last().asString().contains("Restart", "intake.camel.yaml");
    }

    /** A tool writes file after file, and the folder is at rest only for a moment now and then. */
    @Test
    void shouldLoadOnlyWhatStaysWhenThereAreManySavesInABurst() throws Exception {
        int before = loads;
        for (int i = 0; i < 50; i++) {
            save("booking.camel.yaml", route("booking", "draft-" + i));
            reload.look();
        }
        assertThat(loads).isEqualTo(before);
        reload.look();

        assertThat(booking()).isEqualTo("draft-49");
        assertThat(loads).isEqualTo(before + 1);
        assertThat(audit).hasSize(1);
    }

    @Test
    void shouldLetBookingsPassWhenTheSavedFilesTakeLongToLoad() throws Exception {
        loading = new CountDownLatch(1);
        save("booking.camel.yaml", route("booking", "two"));
        reload.look();
        Thread look = new Thread(reload::look);
        look.start();
        while (loads == 1) {
            Thread.onSpinWait();
        }

        assertThat(booking()).isEqualTo("one");
        // what is saved meanwhile is found by the next looks
        save("booking.camel.yaml", route("booking", "three"));
        loading.countDown();
        look.join();
        assertThat(booking()).isEqualTo("two");
        lookTwice();
        assertThat(booking()).isEqualTo("three");
    }

    @Test
    void shouldTakeTheRoutesOfAFileThatWasRenamed() throws Exception {
        Files.move(folder.resolve("booking.camel.yaml"), folder.resolve("first.camel.yaml"));
        lookTwice();

        assertThat(booking()).isEqualTo("one");
        assertThat(audit).containsExactly("replaced the routes: removed booking.camel.yaml, new first.camel.yaml");
        assertThat(reload.running().routes()).singleElement().satisfies(route -> assertThat(route.file())
                .isEqualTo("first.camel.yaml"));
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatCannotBeRead() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("crm.camel.yaml"), Path.of("..data/crm.camel.yaml"));
        reload.look();
        assertThat(audit).isEmpty();
        reload.look();
        assertThat(audit)
                .singleElement()
                .asString()
                .contains(link + " is a link to ..data/crm.camel.yaml, which is not");

        Files.delete(link);
        lookTwice();
        assertThat(reload.running().refused()).isEmpty();
        assertThat(booking()).isEqualTo("one");

        Path closed = Files.writeString(folder.resolve("closed.camel.yaml"), route("closed", "x"));
        Files.setPosixFilePermissions(closed, Set.of());
        assumeFalse(Files.isReadable(closed), "the superuser may read everything");
        lookTwice();
        assertThat(audit).last().asString().contains(closed + " may not be read");
    }

    /** A pipe has no end: whoever reads it waits for somebody to write. */
    @Test
    void shouldNotWaitForAPipe() throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", folder.resolve("pipe.yaml").toString())
                        .start()
                        .waitFor()
                == 0);
        lookTwice();

        assertThat(audit).singleElement().asString().contains("pipe.yaml is no file that can be read");
    }

    @Test
    void shouldTellARefusalInPartsAndWithoutSecrets() throws Exception {
        save("booking.camel.yaml", route("booking", "two").replace("setBody", "setBdy"));
        lookTwice();

        assertThat(reload.running().refused()).hasValueSatisfying(refusal -> {
            assertThat(refusal.file()).contains("booking.camel.yaml");
            assertThat(refusal.line()).isEqualTo(7);
            assertThat(refusal.what()).isEqualTo("there is no step or key 'setBdy' in steps");
            assertThat(refusal.meant()).contains("setBody");
        });
        assertThat(reload.running().warnings()).singleElement().asString().startsWith("Saved route files are not used");

        save("booking.camel.yaml", calling("hunter2:crm"));
        lookTwice();
        assertThat(reload.running().refused().get().why()).contains("***").doesNotContain("hunter2");
        assertThat(audit).last().asString().contains("***").doesNotContain("hunter2");
    }

    private String bookingSafely() {
        try {
            return booking();
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** Passes as a record does: with an exchange of the Camel that polled it. */
    private String booking() throws Exception {
        Exchange exchange = new DefaultExchange(sets.first().context());
        sets.send("direct:booking", exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getVariable("said", String.class);
    }

    private RouteSet load(RouteFiles files) throws InterruptedException {
        loads = loads + 1;
        loading.await();
        Main camel = new Main();
        camel.configure().withShutdownTimeout(1).withJmxEnabled(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.bind("wait", (Processor) exchange -> released.await());
        return RouteSet.load(files, camel, RouteReloadTest::isIntake);
    }

    private static boolean isIntake(Endpoint endpoint) {
        return endpoint.getEndpointUri().contains("intakeClients");
    }

    private void lookTwice() {
        reload.look();
        reload.look();
    }

    private void save(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String route(String id, String said) {
        return """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        # says it
                        - setBody:
                            expression:
                              constant:
                                expression: %s
                        - setVariable:
                            name: said
                            expression:
                              simple:
                                expression: ${body}
                """
                .formatted(id, id, said);
    }

    private static String calling(String uri) {
        return route("booking", "x").replaceFirst("- setBody:(?s:.)*", "- to:\n            uri: " + uri + "\n");
    }

    private static String slow(String said) {
        return route("booking", said).replaceFirst("# says it", "- process:\n            ref: wait");
    }

    private static String intake(String id) {
        return route(id, "x").replace("direct:" + id, "timer:intakeClients");
    }
}
