package io.turnstile.documents;

import java.util.ArrayList;
import java.util.List;

/** Commands of a shell snippet, with what documents need of a shell: quotes, comments, pipes, and lines that continue. */
final class ShellCommands {

    private final String text;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private StringBuilder word;
    private int at;

    private ShellCommands(String text) {
        this.text = text.replace("\\\n", " ");
    }

    /** Returns the words of each command; what a redirection names is left out. */
    static List<List<String>> of(String snippet) {
        return new ShellCommands(snippet).read();
    }

    private List<List<String>> read() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, at);
                append(text.substring(at, end));
                at = end + 1;
            } else if (c == '#' && word == null) {
                at = endOfLine();
            } else if (c == '>') {
                endWord();
                at = Math.min(endOfLine(), next(at, '|'));
            } else if (c == '|' || c == '\n') {
                endCommand();
            } else if (Character.isWhitespace(c)) {
                endWord();
            } else {
                append(String.valueOf(c));
            }
        }
        endCommand();
        return commands;
    }

    private int endOfLine() {
        return next(at, '\n');
    }

    private int next(int from, char c) {
        int found = text.indexOf(c, from);
        return found < 0 ? text.length() : found;
    }

    private void append(String part) {
        word = word == null ? new StringBuilder() : word;
        word.append(part);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
