package io.turnstile.cli;

import java.util.concurrent.Callable;

/** Command that is there only where its jar is installed: the server's jar is complete without it. */
public interface OptionalCommand extends Callable<Integer> {}
