package io.turnstile.routetest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Count of the steps that tests came through. Camel finds it in the registry. Thread-safe. */
final class StepCoverage implements InterceptStrategy {

    private final Map<Step, Boolean> steps = new ConcurrentSkipListMap<>();
    private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

    /** Step of a route: where it stands and what it is. */
    record Step(String file, int line, String route, String id, String name) implements Comparable<Step> {

        @Override
        public int compareTo(Step other) {
            int byFile = file.compareTo(other.file);
            int byLine = byFile == 0 ? Integer.compare(line, other.line) : byFile;
            return byLine == 0 ? id.compareTo(other.id) : byLine;
        }

        @Override
        public String toString() {
            return file + ", line " + line + ": " + name + " (route " + route + ")";
        }
    }

    /** Does not count the steps of a route. */
    void leaveOut(String route) {
        leftOut.add(route);
    }

    List<Step> all() {
        return steps.keySet().stream()
                .filter(step -> !leftOut.contains(step.route()))
                .toList();
    }

    /** Returns the steps that nothing came through, in the order of the files. */
    List<Step> missed() {
        List<Step> missed = new ArrayList<>(all());
        missed.removeIf(step -> steps.get(step));
        return Collections.unmodifiableList(missed);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, @Nullable Processor next) {
        String location = String.valueOf(node.getLocation());
        Step step = new Step(
                location.substring(location.lastIndexOf('/') + 1),
                Math.max(0, node.getLineNumber()),
                String.valueOf(ProcessorDefinitionHelper.getRouteId(node)),
                String.valueOf(node.getId()),
                name(node));
        steps.putIfAbsent(step, false);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                steps.put(step, true);
                return super.process(exchange, callback);
            }
        };
    }

    /** Returns what it is, and of what, unless that is the name of a Java object. */
    private static String name(NamedNode node) {
        String label = node.getLabel();
        return label == null || label.isBlank() || label.matches("(?s).*@[0-9a-f]{4,}.*") ? node.getShortName() : label;
    }
}
