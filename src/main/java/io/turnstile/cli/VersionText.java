package io.turnstile.cli;

import io.turnstile.config.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** Text of {@code --version}: the version, and the commit it was built from. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"turnstile " + BuildInfo.current()};
    }
}
