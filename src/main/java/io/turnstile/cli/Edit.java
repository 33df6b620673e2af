package io.turnstile.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.cli.client.ClientException;
import io.turnstile.cli.client.Paths;
import io.turnstile.cli.client.TurnstileClient;
import io.turnstile.cli.text.JsonText;
import io.turnstile.cli.text.PlainText;
import io.turnstile.config.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Request that is replayed in place of a letter's own: from a file, or from an editor. Shows what was changed. */
final class Edit {

    private final TurnstileClient instance;
    private final PrintWriter err;
    private final Optional<String> editor;
    private Optional<Path> kept = Optional.empty();

    /** @param editor command that edits the file which is named behind it; empty if there is none */
    Edit(TurnstileClient instance, PrintWriter err, Optional<String> editor) {
        this.instance = instance;
        this.err = err;
        this.editor = editor;
    }

    /** Returns the editor that somebody set in the environment. */
    static Optional<String> editor() {
        return Optional.ofNullable(System.getenv("VISUAL"))
                .or(() -> Optional.ofNullable(System.getenv("EDITOR")))
                .filter(each -> !each.isBlank());
    }

    /**
     * Returns the edited request; empty, after saying why, if there is none that can be replayed.
     *
     * @param file where it is; {@code -} for standard input, empty for an editor
     */
    Optional<String> of(String id, String file) throws InterruptedException, IOException {
        JsonNode value = instance.get(Paths.letter(id)).path("value");
        if (file.isEmpty() && !value.path("text").isTextual()) {
            throw new ClientException(
                    value.has("base64")
                            ? "The request is not UTF-8: it cannot be edited as text. Put another in its place with --edit=FILE"
                            : "The letter has no request to edit. Put one in its place with --edit=FILE",
                    null);
        }
        String before = value.path("text").asText("");
        String after = file.isEmpty() ? inEditor(before) : read(file);
        if (after.equals(before)) {
            err.println("The request was not changed: nothing was done.");
            return Optional.empty();
        }
        JsonNode answer = instance.post(
                "/api/requests/validate",
                TurnstileClient.JSON.createObjectNode().put("value", after));
        JsonText.difference(before, after).forEach(line -> err.println(PlainText.lines(line)));
        if (!answer.path("valid").asBoolean()) {
            answer.path("problems").forEach(problem -> err.println("turnstile: " + PlainText.line(problem.asText())));
            return Optional.empty();
        }
        return Optional.of(after);
    }

    private static String read(String file) throws IOException {
        if (file.equals("-")) {
            return text(System.in.readAllBytes(), "Standard input");
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new ClientException(
                    "There is no readable file " + file + ": name one, or - for standard input", null);
        }
        return text(Files.readAllBytes(Path.of(file)), file);
    }

    private String inEditor(String before) throws IOException, InterruptedException {
        String command = editor.orElseThrow(
                () -> new ClientException("Set EDITOR to your editor, or name a file: --edit=FILE", null));
        TemporaryFolder.require();
        Path file = Files.createTempFile("turnstile-request-", ".json");
        byte[] original = before.getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(file, original);
            // The variable may hold options, as in "code --wait": the shell takes it apart.
            int status = new ProcessBuilder(List.of("sh", "-c", command + " \"$1\"", "sh", file.toString()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new ClientException("'" + command + "' ended with status " + status + ": nothing was done", null);
            }
            String after = text(Files.readAllBytes(file), "What the editor wrote");
            // Most editors end the last line.
            return before.endsWith("\n") || !after.endsWith("\n") ? after : after.substring(0, after.length() - 1);
        } finally {
            keepOrDelete(file, original);
        }
    }

    private void keepOrDelete(Path file, byte[] original) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        String after = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String before = new String(original, StandardCharsets.ISO_8859_1);
        if (after.isBlank() || after.equals(before) || after.equals(before + "\n")) {
            Files.delete(file);
            return;
        }
        kept = Optional.of(file);
        err.println("What you typed is kept: to replay it again, --edit=" + file);
    }

    /** Deletes what was kept of it: it was replayed. */
    void replayed() throws IOException {
        if (kept.isPresent()) {
            Files.deleteIfExists(kept.get());
            err.println("Replayed: deleted " + kept.get());
        }
    }

    private static String text(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ClientException(what + " is not UTF-8: save it as UTF-8", e);
        }
    }
}
