package io.turnstile.routetest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.routetest.CannedAnswer.CallPattern;
import io.turnstile.routetest.CannedAnswer.MadeCall;
import io.turnstile.routetest.RouteTest.Expected;
import io.turnstile.routetest.RouteTest.ExpectedCall;
import io.turnstile.routetest.RouteTest.ExpectedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Differences between what a test expects and what came of a request: a line each, with the place in the test's file. */
final class Differences {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    Differences(Path file) {
        this.file = file;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void add(int line, String what) {
        lines.add(file.getFileName() + ", line " + line + ": " + what);
    }

    /** @param outcome null if there is none */
    void compare(
            Expected expected,
            @Nullable ProducerRecord<byte[], byte[]> outcome,
            List<ProducerRecord<byte[], byte[]>> extra,
            List<MadeCall> calls) {
        if (outcome != null) {
            record(expected.outcome(), outcome, "the outcome");
        }
        if (expected.extra().size() != extra.size()) {
            add(
                    expected.line(),
                    "expected " + expected.extra().size() + " extra records, but there are " + extra.size() + ": "
                            + extra.stream().map(ProducerRecord::topic).toList());
        } else {
            for (int i = 0; i < extra.size(); i++) {
                record(expected.extra().get(i), extra.get(i), "extra record " + (i + 1));
            }
        }
        expected.calls().ifPresent(wanted -> calls(expected.line(), wanted, calls));
    }

    private void record(ExpectedRecord wanted, ProducerRecord<byte[], byte[]> record, String what) {
        String reason = header(record, HeaderNames.REASON);
        String message = header(record, HeaderNames.MESSAGE);
        String why = reason == null ? "" : " (" + reason + ": " + message + ")";
        if (wanted.topic() != null && !wanted.topic().equals(record.topic())) {
            add(wanted.line(), "expected " + what + " on " + wanted.topic() + ", but it is on " + record.topic() + why);
        }
        if (wanted.reason() != null && !wanted.reason().equals(reason)) {
            add(
                    wanted.line(),
                    "expected the reason " + wanted.reason() + ", but it is "
                            + (reason == null ? "none" : reason + why));
        }
        wanted.headers().forEach((name, pattern) -> {
            String value = header(record, name);
            if (value == null || !CallPattern.pattern(pattern).matcher(value).matches()) {
                add(
                        wanted.line(),
                        "expected the header " + name + " to be '" + pattern + "', but it is "
                                + (value == null ? "absent" : "'" + value + "'"));
            }
        });
        if (wanted.fields() != null) {
            JsonNode value = json(record.value());
            if (value == null) {
                add(wanted.line(), "expected " + what + " to be JSON with the fields given, but it is no JSON");
            } else {
                fields("", wanted.fields(), value, wanted.line());
            }
        }
    }

    private void calls(int line, List<ExpectedCall> wanted, List<MadeCall> calls) {
        for (int i = 0; i < Math.min(wanted.size(), calls.size()); i++) {
            ExpectedCall each = wanted.get(i);
            MadeCall made = calls.get(i);
            if (!each.call().matches(made)) {
                add(
                        each.line(),
                        "expected call " + (i + 1) + " to be " + each.call().text() + ", but it is " + made.target());
            } else if (each.body() != null) {
                JsonNode body = json(made.body().getBytes(StandardCharsets.UTF_8));
                if (body == null) {
                    add(
                            each.line(),
                            "expected the body of call " + (i + 1) + " to be JSON, but it is '" + made.body() + "'");
                } else {
                    fields("", each.body(), body, each.line());
                }
            }
        }
        if (wanted.size() != calls.size()) {
            add(
                    line,
                    "expected " + wanted.size() + " calls, but there are " + calls.size() + ": "
                            + calls.stream().map(MadeCall::target).toList());
        }
    }

    /** What is expected may leave fields of objects out. */
    private void fields(String path, JsonNode wanted, JsonNode found, int line) {
        if (wanted.isObject() && found.isObject()) {
            for (Map.Entry<String, JsonNode> each : wanted.properties()) {
                String deeper = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
                JsonNode value = found.get(each.getKey());
                if (value == null) {
                    add(line, "expected " + deeper + " to be " + each.getValue() + ", but it is absent");
                } else {
                    fields(deeper, each.getValue(), value, line);
                }
            }
        } else if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                fields(path + "[" + i + "]", wanted.get(i), found.get(i), line);
            }
        } else if (!same(wanted, found)) {
            add(
                    line,
                    "expected " + (path.isEmpty() ? "the value" : path) + " to be " + wanted + ", but it is " + found);
        }
    }

    private static boolean same(JsonNode wanted, JsonNode found) {
        return wanted.isNumber() && found.isNumber()
                ? wanted.decimalValue().compareTo(found.decimalValue()) == 0
                : wanted.equals(found);
    }

    private static @Nullable JsonNode json(byte @Nullable [] value) {
        try {
            JsonNode json = value == null ? null : JSON.readTree(value);
            return json == null || json.isMissingNode() ? null : json;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String header(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
