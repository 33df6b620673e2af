package io.turnstile.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Markdown document of the repository, with the parts that tests hold to the program. */
public record Document(Path path, String text) {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```([a-z]*) ?([a-z-]*)\\R(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("!?\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * Fenced block.
     *
     * @param line line of its fence
     * @param kind first word behind the fence
     * @param type second word, which says what JSON it is; may be empty
     */
    public record Block(Path path, int line, String kind, String type, String text) {
        @Override
        public String toString() {
            return (path + ":" + line + " " + kind + " " + type).strip();
        }
    }

    public static Document of(String path) {
        try {
            return new Document(Path.of(path), Files.readString(Path.of(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns every document that people read: those at the top, and all of {@code docs}. */
    public static List<Document> all() {
        try (Stream<Path> top = Files.list(Path.of("."));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top.map(path -> path.normalize()), docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(path -> of(path.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Block> blocks() {
        return FENCE.matcher(text)
                .results()
                .map(match -> new Block(path, lineOf(match), match.group(1), match.group(2), match.group(3)))
                .toList();
    }

    private int lineOf(MatchResult match) {
        return (int) text.substring(0, match.start()).lines().count() + 1;
    }

    /** Returns the targets of all links and pictures outside of fenced blocks. */
    public List<String> links() {
        return LINK.matcher(FENCE.matcher(text).replaceAll(""))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Returns what a link may name behind {@code #}, as GitHub makes it from headings. */
    public List<String> anchors() {
        return FENCE.matcher(text)
                .replaceAll("")
                .lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** Returns the text below a heading, up to the next heading of its level or of a higher one. */
    public Document section(String heading) {
        int level = heading.indexOf(' ');
        Pattern next = Pattern.compile("(?m)^#{1," + level + "} ");
        int start = text.indexOf("\n" + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException(path + " has no heading '" + heading + "'");
        }
        String rest = text.substring(start + heading.length() + 2);
        return new Document(path, next.split(rest, 2)[0]);
    }

    /** Returns the rows of all tables, without their heads, each as its cells. */
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<String> lines = FENCE.matcher(text).replaceAll("").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean isHead = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
            if (lines.get(i).startsWith("|") && !lines.get(i).startsWith("|---") && !isHead) {
                rows.add(cells(lines.get(i)));
            }
        }
        return rows;
    }

    private static List<String> cells(String row) {
        String inner = row.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
        return Arrays.stream(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
    }

    /** Returns what stands between backticks. */
    public static List<String> code(String text) {
        return CODE.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
