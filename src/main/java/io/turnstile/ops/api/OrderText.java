package io.turnstile.ops.api;

import io.turnstile.deadletter.job.Order;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.ops.access.Doorkeeper;
import java.util.stream.Collectors;

/** Words an order in one line, for the log. */
final class OrderText {

    private static final int LONGEST = 1000;
    private static final int IDS_SHOWN = 5;

    private OrderText() {}

    /** Returns what a filter says: {@code status=open reason=NOT_FOUND}. */
    private static String given(Filter filter) {
        return JobJson.of(filter).properties().stream()
                .filter(each -> !each.getValue().isNull())
                .map(each -> each.getKey() + "=" + each.getValue().asText())
                .collect(Collectors.joining(" "));
    }

    static String of(Order order) {
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
                .append(order.overtaken() ? ", overtaken ones too" : "")
                .append(order.edits().isEmpty() ? "" : ", " + order.edits().size() + " edited")
                .append(order.note().isEmpty() ? "" : ", because: " + order.note());
        return Doorkeeper.line(text.toString(), LONGEST);
    }
}
