package io.turnstile.cli;

import picocli.CommandLine.Command;

@Command(name = "simulator")
final class SimulatorCommand {}
