package io.turnstile.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes dead letters in full. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Write dead letters in full to standard output, a JSON line each, newest first.",
            "  turnstile dead-letters export --reason NO_MEMBERSHIP > letters.jsonl"
        })
final class ExportLettersCommand implements Callable<Integer> {

    @Mixin
    private FilterOptions filter;

    @Mixin
    private InstanceOption instance;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Instance turnstile = instance.connect();
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
            turnstile.copy("/api/dead-letters/export" + filter.query(), out);
        }
        return Turnstile.DONE;
    }
}
