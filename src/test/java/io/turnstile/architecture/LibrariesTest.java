package io.turnstile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.LetterIndex;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** If this fails, a library is served or searched with that has a hole which is known and closed in later versions. */
class LibrariesTest {

    /** Earlier ones can be led to see two calls where a proxy sees one. */
    @Test
    void shouldServeByAJettyThatReadsCallsAsProxiesDo() {
        assertThat(Version.parse(Server.getVersion())).isGreaterThanOrEqualTo(Version.parse("12.1.12"));
    }

    /** Earlier ones write past their memory where an index has {@code detail=none}, as {@link LetterIndex} has it. */
    @Test
    void shouldSearchByASqliteThatKeepsToItsMemory() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertThat(Version.parse(connection.getMetaData().getDatabaseProductVersion()))
                    .isGreaterThanOrEqualTo(Version.parse("3.54.0"));
        }
    }

    @Test
    void shouldTestWithAJqwikThatDoesNothingBesides() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(pom).contains("<jqwik.version>1.9.3</jqwik.version>");
    }
}
