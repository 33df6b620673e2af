package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gets the request that is replayed in place of a letter's own: from a file, or from an editor. Shows what was changed. */
final class Edit {

    private final Instance instance;
    private final PrintWriter err;

    Edit(Instance instance, PrintWriter err) {
        this.instance = instance;
        this.err = err;
    }

    /**
     * Returns the edited request; empty, after saying why, if there is none that can be replayed.
     *
     * @param file where it is; {@code -} for standard input, empty for an editor
     */
    Optional<String> of(String id, String file) throws InterruptedException, IOException {
        JsonNode value = instance.get(Paths.letter(id)).path("value");
        String before = value.path("text").asText("");
        String after = file.isEmpty() ? inEditor(before) : read(file);
        if (after.strip().equals(before.strip())) {
            err.println("The request was not changed: nothing was done.");
            return Optional.empty();
        }
        JsonNode answer = instance.post(
                "/api/requests/validate", Instance.JSON.createObjectNode().put("value", after));
        JsonText.difference(before, after).forEach(line -> err.println(PlainText.lines(line)));
        if (!answer.path("valid").asBoolean()) {
            answer.path("problems").forEach(problem -> err.println("turnstile: " + PlainText.line(problem.asText())));
            return Optional.empty();
        }
        return Optional.of(after);
    }

    private static String read(String file) throws IOException {
        if (file.equals("-")) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new InstanceException(
                    "There is no readable file " + file + ": name one, or - for standard input", null);
        }
        return Files.readString(Path.of(file));
    }

    private String inEditor(String before) throws IOException, InterruptedException {
        String editor = Optional.ofNullable(System.getenv("VISUAL"))
                .or(() -> Optional.ofNullable(System.getenv("EDITOR")))
                .filter(each -> !each.isBlank())
                .orElseThrow(
                        () -> new InstanceException("Set EDITOR to your editor, or name a file: --edit=FILE", null));
        Path file = Files.createTempFile("turnstile-request-", ".json");
        boolean typed = true;
        try {
            Files.writeString(file, before);
            // The variable may hold options, as in "code --wait": the shell takes it apart.
            int status = new ProcessBuilder(List.of("sh", "-c", editor + " \"$1\"", "sh", file.toString()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new InstanceException(
                        "'" + editor + "' ended with status " + status + ": nothing was done", null);
            }
            String after = Files.readString(file);
            // Most editors end the last line.
            String text =
                    before.endsWith("\n") || !after.endsWith("\n") ? after : after.substring(0, after.length() - 1);
            typed = !text.equals(before);
            return text;
        } finally {
            if (typed) {
                err.println("What you typed is kept: to replay it again, --edit=" + file);
            } else {
                Files.delete(file);
            }
        }
    }
}
