package io.turnstile.http.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Routes that run, and what became of the files that were saved since.
 *
 * @param reload whether saved files are looked for
 * @param refused why those that were saved last are not used; empty if they are
 * @param restart what takes a restart, in one line
 * @param ending how many bookings still end in routes that were replaced
 */
public record RoutesStatus(
        boolean reload, List<Route> routes, Optional<Refusal> refused, Optional<String> restart, int ending) {

    public RoutesStatus {
        routes = List.copyOf(routes);
    }

    /**
     * Route that runs.
     *
     * @param line where it begins in its file; 0 if that is not known
     * @param since from when on it has been as it is in its file
     */
    public record Route(String id, String description, String file, int line, Instant since) {}

    /**
     * Refusal of saved files.
     *
     * @param message all of it, in one line
     * @param file name of the file that is wrong; empty if it is none alone
     * @param line where in it; 0 if that is not known
     * @param meant what was probably meant
     */
    public record Refusal(
            String message, Optional<String> file, int line, String what, Optional<String> meant, Instant since) {}
}
