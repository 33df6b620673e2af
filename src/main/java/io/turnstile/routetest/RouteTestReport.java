package io.turnstile.routetest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Report of a run.
 *
 * @param steps how many steps the routes have, but for those of the routes that read requests
 * @param missed those that no test came through, a line each
 */
public record RouteTestReport(List<RouteTestResult> results, int steps, List<String> missed) {

    public RouteTestReport {
        results = List.copyOf(results);
        missed = List.copyOf(missed);
    }

    public long failed() {
        return results.stream().filter(each -> !each.isPassed()).count();
    }

    /** Writes it as JUnit XML, a suite for each file. Steps that no test came through are the last suite's output. */
    public void writeJunit(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (String suite :
                    new TreeSet<>(results.stream().map(RouteTestResult::file).toList())) {
                suite(
                        xml,
                        suite,
                        results.stream()
                                .filter(each -> each.file().equals(suite))
                                .toList());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void suite(XMLStreamWriter xml, String name, List<RouteTestResult> tests) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", Integer.toString(tests.size()));
        xml.writeAttribute(
                "failures",
                Long.toString(tests.stream().filter(each -> !each.isPassed()).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute(
                "time", seconds(tests.stream().mapToLong(RouteTestResult::nanos).sum()));
        for (RouteTestResult test : tests) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", name);
            xml.writeAttribute("name", printable(test.name()));
            xml.writeAttribute("time", seconds(test.nanos()));
            if (!test.isPassed()) {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", printable(test.differences().get(0)));
                xml.writeCharacters(printable(String.join("\n", test.differences())));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        if (!missed.isEmpty() && name.equals(results.get(results.size() - 1).file())) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(printable("No test came through:\n" + String.join("\n", missed)));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    /** XML takes no control characters, not even escaped. */
    private static String printable(String text) {
        return text.codePoints()
                .map(each -> each == '\n'
                                || each == '\t'
                                || (each >= 0x20 && each < 0xD800)
                                || (each > 0xDFFF && each < 0xFFFE)
                                || each > 0xFFFF
                        ? each
                        : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
