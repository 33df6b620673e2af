package io.turnstile.cli.text;

/**
 * Layout of JSON, a field a line, that keeps every token as it was written: escapes, forms of numbers, the order of fields.
 * Only white space between tokens is its own.
 */
final class JsonLayout {

    private final String json;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private JsonLayout(String json) {
        this.json = json;
    }

    /** @param json valid JSON */
    static String of(String json) {
        JsonLayout layout = new JsonLayout(json);
        layout.value(0);
        return layout.out.toString();
    }

    private void value(int depth) {
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            default -> token();
        }
    }

    private void object(int depth) {
        take();
        if (peek() == '}') {
            out.append(' ');
            take();
            return;
        }
        while (peek() != '}') {
            line(depth + 1);
            token();
            out.append(' ');
            peek();
            take();
            out.append(' ');
            value(depth + 1);
            if (peek() == ',') {
                take();
            }
        }
        line(depth);
        take();
    }

    private void array(int depth) {
        take();
        while (peek() != ']') {
            out.append(' ');
            value(depth);
            if (peek() == ',') {
                take();
            }
        }
        out.append(' ');
        take();
    }

    /** Copies a string, a number or a word. */
    private void token() {
        if (peek() == '"') {
            do {
                if (json.charAt(at) == '\\') {
                    take();
                }
                take();
            } while (json.charAt(at) != '"');
            take();
            return;
        }
        while (at < json.length() && " \t\r\n,:]}".indexOf(json.charAt(at)) < 0) {
            take();
        }
    }

    private void take() {
        out.append(json.charAt(at++));
    }

    /** Returns the next character that is no white space. */
    private char peek() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        return at < json.length() ? json.charAt(at) : '\0';
    }

    private void line(int depth) {
        out.append('\n').append("  ".repeat(depth));
    }
}
