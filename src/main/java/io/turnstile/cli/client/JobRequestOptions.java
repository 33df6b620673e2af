package io.turnstile.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.cli.text.Terminal;
import io.turnstile.cli.text.UsageException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options for which letters a job is, and why it is wanted. */
public final class JobRequestOptions {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Dead letters by id; or filters instead:")
    private List<String> ids = List.of();

    @Mixin
    private FilterOptions filter;

    @Option(names = "--all", description = "All open ones: instead of ids and filters.")
    private boolean all;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the audit.")
    private String note;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--no-follow", description = "Do not wait for what becomes of it.")
    private boolean detached;

    @Option(names = "--json", description = "Print the job as JSON, also on a terminal.")
    private boolean json;

    @Mixin
    private InstanceOption instance;

    /** Refuses to guess which letters are meant. */
    public void check() {
        int ways = (ids.isEmpty() ? 0 : 1) + (filter.isEmpty() ? 0 : 1) + (all ? 1 : 0);
        if (ways == 0) {
            throw new UsageException("Say which letters: ids, filters such as --reason, or --all for all open ones");
        }
        if (ways > 1) {
            throw new UsageException("Give ids, or filters, or --all: one of the three");
        }
    }

    /** Returns the order so far, for an action. */
    public ObjectNode order(String action) {
        ObjectNode order = TurnstileClient.JSON.createObjectNode().put("action", action);
        if (ids.isEmpty()) {
            order.set("filter", filter.json());
        } else {
            ids.forEach(order.withArrayProperty("ids")::add);
        }
        if (note != null) {
            order.put("note", note);
        }
        return order;
    }

    public List<String> ids() {
        return ids;
    }

    public FilterOptions filter() {
        return filter;
    }

    public boolean isYes() {
        return yes;
    }

    public boolean isFollowed() {
        return !detached;
    }

    public boolean isJson() {
        return json || !Terminal.isThere();
    }

    public TurnstileClient connect() {
        return instance.connect();
    }
}
