package io.turnstile.bench;

import io.turnstile.config.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.kafka.common.utils.AppInfoParser;

/** Description of where and of what a report's figures are. */
final class Machine {

    private Machine() {}

    static String description() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %s, %d cores, %d GiB, Linux %s; load of the machine when it began: %s",
                LocalDate.now(ZoneOffset.UTC),
                line("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20,
                System.getProperty("os.version"),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    static String versions() {
        return "Java " + Runtime.version() + ", Kafka " + AppInfoParser.getVersion() + ", Camel "
                + CamelContext.class.getPackage().getImplementationVersion();
    }

    static String commit() {
        return BuildInfo.current().commit();
    }

    private static String line(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
