package io.turnstile.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.config.SettingsException;
import io.turnstile.config.TemporaryFolder;
import io.turnstile.config.TextFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * File of requests, a JSON object on each line. It is read twice, to check it and to send it, so what can be read only once,
 * standard input or a pipe, is copied first.
 */
final class RequestFile implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Lines between two looks whether the file is still what it was. */
    private static final int LOOK_EVERY = 256;

    private final Path path;
    private final String name;
    private final boolean copied;
    private final Version opened;

    private RequestFile(Path path, String name, boolean copied) throws IOException {
        this.path = path;
        this.name = name;
        this.copied = copied;
        this.opened = Version.of(path);
    }

    /** What tells a file from what somebody else makes of it. */
    private record Version(@Nullable Object file, long size, FileTime modified) {

        private static Version of(Path path) throws IOException {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(now.fileKey(), now.size(), now.lastModifiedTime());
        }
    }

    /** @param file a path, or - for standard input */
    static RequestFile open(String file) throws IOException {
        if (file.equals("-")) {
            return copy(System.in, "standard input");
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new SettingsException("There is no readable file " + file + ": name one, or - for standard input");
        }
        if (Files.isRegularFile(path)) {
            return new RequestFile(path, file, false);
        }
        try (InputStream pipe = Files.newInputStream(path)) {
            return copy(pipe, file);
        }
    }

    private static RequestFile copy(InputStream in, String name) throws IOException {
        TemporaryFolder.require();
        Path copy = Files.createTempFile("turnstile-send-", ".jsonl");
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        return new RequestFile(copy, name, true);
    }

    /**
     * A request.
     *
     * @param line the first is 1
     * @param json as it stands there
     * @param key the client id; null for a request without one, of which the pipeline will say more
     */
    record Request(int line, byte[] json, byte @Nullable [] key) {}

    /** Reader of requests. */
    interface Reader {
        void read(Request request) throws InterruptedException;
    }

    String name() {
        return name;
    }

    /**
     * Reads all requests, and leaves out empty lines.
     *
     * @param fromLine lines before it are not looked at
     * @return how many lines there are
     * @throws SettingsException in one line, with the line of the file, if one is no JSON object in UTF-8, or if the file is
     *     no longer what it was when it was opened
     */
    int forEach(int fromLine, Reader reader) throws IOException, InterruptedException {
        int line = 0;
        requireUnchanged();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            for (byte[] bytes = nextLine(in); bytes != null; bytes = nextLine(in)) {
                line++;
                if (line % LOOK_EVERY == 0) {
                    requireUnchanged();
                }
                if (line >= fromLine || line == 1) {
                    String text = TextFile.decode(bytes, name, line).strip();
                    if (line >= fromLine && !text.isEmpty()) {
                        reader.read(request(line, text));
                    }
                }
            }
        }
        requireUnchanged();
        return line;
    }

    private void requireUnchanged() throws IOException {
        if (!Files.exists(path) || !Version.of(path).equals(opened)) {
            throw new SettingsException(name + " was changed meanwhile: send it when nobody writes to it");
        }
    }

    private Request request(int line, String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            json = null;
        }
        if (json == null || !json.isObject()) {
            throw new SettingsException(
                    name + ", line " + line + " is no whole JSON object: write one JSON object on each line");
        }
        JsonNode client = json.path("client_id");
        byte[] key = client.isValueNode() && !client.isNull() ? client.asText().getBytes(StandardCharsets.UTF_8) : null;
        return new Request(line, text.getBytes(StandardCharsets.UTF_8), key);
    }

    /** Returns the bytes up to the next line feed; null at the end. */
    private static byte @Nullable [] nextLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        if (copied) {
            Files.deleteIfExists(path);
        }
    }
}
