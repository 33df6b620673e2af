package io.turnstile.http.api;

import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.http.access.AccessGuard;
import java.util.stream.Collectors;

/** Job request in one line, for the log. */
final class JobRequestText {

    private static final int LONGEST = 1000;
    private static final int IDS_SHOWN = 5;

    private JobRequestText() {}

    /** Returns what a filter says: {@code status=open reason=NOT_FOUND}. */
    private static String given(Filter filter) {
        return JobJson.of(filter).properties().stream()
                .filter(each -> !each.getValue().isNull())
                .map(each -> each.getKey() + "=" + each.getValue().asText())
                .collect(Collectors.joining(" "));
    }

    static String of(JobRequest order) {
        StringBuilder text = new StringBuilder(LetterJson.lower(order.action())).append("s ");
        int ids = order.selection().ids().size();
        order.selection()
                .filter()
                .ifPresentOrElse(filter -> text.append("what fits ").append(given(filter)), () -> text.append(
                                ids == 1 ? "letter " : ids + " letters, ")
                        .append(String.join(", ", order.selection().ids().subList(0, Math.min(IDS_SHOWN, ids))))
                        .append(ids > IDS_SHOWN ? ", ..." : ""));
        order.rate().ifPresent(rate -> text.append(", at most ").append(rate).append(" a second"));
        text.append(order.force() ? ", forced" : "")
                .append(order.superseded() ? ", superseded ones too" : "")
                .append(order.edits().isEmpty() ? "" : ", " + order.edits().size() + " edited")
                .append(order.note().isEmpty() ? "" : ", because: " + order.note());
        return AccessGuard.line(text.toString(), LONGEST);
    }
}
