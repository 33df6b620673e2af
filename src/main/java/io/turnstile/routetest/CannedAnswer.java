package io.turnstile.routetest;

import java.util.regex.Pattern;

/**
 * Answer that a test gives to calls.
 *
 * @param call which calls it answers: {@code GET /company/1/*}, or {@code POST https://crm.example/*}
 * @param body bytes as they are sent
 */
record CannedAnswer(CallPattern call, int status, byte[] body) {

    /** Method and address of calls. {@code *} stands for any characters; a query counts only where the pattern has one. */
    record CallPattern(String text) {

        boolean matches(MadeCall made) {
            String target = text.contains("?") ? made.target() : made.target().split("\\?", 2)[0];
            return pattern(text).matcher(target).matches();
        }

        static Pattern pattern(String text) {
            StringBuilder regex = new StringBuilder();
            for (String part : text.split("\\*", -1)) {
                regex.append(regex.isEmpty() ? "" : ".*").append(part.isEmpty() ? "(?:)" : Pattern.quote(part));
            }
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        }
    }

    /**
     * Call that the routes made.
     *
     * @param target {@code GET /company/1?event_id=2}: without the base address where it is a call to Altegio
     */
    record MadeCall(String target, String body) {}
}
