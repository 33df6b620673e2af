package io.turnstile.faults;

import java.time.Duration;

/** Fault of the network between the instances and one side. */
record NetworkFault(Side side, TcpProxy.Mode mode, Duration lasts) implements Fault {

    private static final Duration AFTERMATH = Duration.ofSeconds(15);

    enum Side {
        KAFKA,
        ALTEGIO
    }

    @Override
    public Reach reach() {
        return Reach.everybody(AFTERMATH);
    }

    @Override
    public String kind() {
        return Fault.kind("network to " + side.name().toLowerCase(java.util.Locale.ROOT), mode);
    }
}
