package io.exitbench.dataset.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a file is, told by its beginning and never by its name.
 *
 * @param file that is looked at
 * @param bytes its first
 * @param text of its beginning, without a byte order mark and without white space before it
 */
record FileHead(Path file, byte[] bytes, String text) {
    private static final int LENGTH = 1 << 16;
    private static final int LONGEST_CASE = 16 << 20;
    private static final String START = "<s>";

    /** First bytes, as Latin-1, of what packs files in a way that is not read here. */
    private static final Map<String, String> PACKED =
            Map.of(
                    "PK\3\4", "zip",
                    "BZh", "bzip2",
                    "\u00FD7zXZ", "xz",
                    "(\u00B5/\u00FD", "zstd",
                    "7z\u00BC\u00AF", "7z",
                    "Rar!", "rar");

    static FileHead of(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LENGTH);
        }
        return new FileHead(file, bytes, UnicodeText.of(bytes).stripLeading());
    }

    private static boolean isPacked(byte[] bytes) {
        return isTar(bytes) || isGzip(bytes);
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    private static boolean isTar(byte[] bytes) {
        return bytes.length > 262
                && new String(bytes, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
    }

    /** A tar archive, or something in gzip, which then has to be one. */
    boolean isArchive() {
        return isPacked(bytes);
    }

    /** Why it cannot be any data, if its first bytes tell. */
    Optional<String> refusal() {
        String latin1 = new String(bytes, StandardCharsets.ISO_8859_1);
        Optional<String> packing =
                PACKED.entrySet().stream()
                        .filter(known -> latin1.startsWith(known.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst();
        if (packing.isPresent()) {
            return Optional.of("is packed with " + packing.get() + " and has to be unpacked");
        }
        // Of two bytes that stand for one of ASCII, one is zero.
        return text.lastIndexOf('\0', 1) >= 0
                ? Optional.of(
                        "is no text in UTF-8, nor in UTF-16 with a byte order mark at its beginning")
                : Optional.empty();
    }

    boolean isTokenLines() {
        return text.startsWith(START)
                && (text.length() == START.length()
                        || Character.isWhitespace(text.charAt(START.length())));
    }

    /** Normalised lines have placeholders; {@code java_*_pre} has literals as they were written. */
    SourceFiles.Form form() {
        boolean normalised = text.contains("<STR_LIT") || text.contains("<NUM_LIT");
        boolean written =
                !normalised && !text.contains("<EOL>")
                        || file.getFileName().toString().matches("java_\\w+_pre(\\.txt)?");
        return written ? SourceFiles.Form.WRITTEN_TOKENS : SourceFiles.Form.TOKENS;
    }

    /** Whether it is meant as cases; reading it may still find a damaged one. */
    boolean mayBeCases() {
        return text.startsWith("{") && text.contains("\"input\"");
    }

    /** Whether its first line is a case of line completion, or was one before it was damaged. */
    boolean isCases() throws IOException {
        if (!mayBeCases()) {
            return false;
        }
        String line = firstLine();
        try {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            return isText(json.get("input"))
                    && (isText(json.get("gt"))
                            || !isPresent(json.get("gt"))
                                    && json.get("input").getAsString().startsWith(START));
        } catch (JsonParseException | IllegalStateException e) {
            return line.contains("\"input\"") && line.contains("\"gt\"");
        }
    }

    private static boolean isPresent(JsonElement value) {
        return value != null && !value.isJsonNull();
    }

    private static boolean isText(JsonElement value) {
        return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    private String firstLine() throws IOException {
        if (text.indexOf('\n') < 0 && Files.size(file) > LONGEST_CASE) {
            return text;
        }
        try (BoundedLines lines = new BoundedLines(file, LONGEST_CASE)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                String found = new String(line.get(), StandardCharsets.UTF_8).strip();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    /** Whether it is, or was meant as, an object with CodeXGLUE's lists of literals. */
    boolean isLiterals() {
        if (!text.startsWith("{")) {
            return false;
        }
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            return isList(json.get("str")) || isList(json.get("num"));
        } catch (JsonParseException | IllegalStateException e) {
            return text.contains("\"str\"") || text.contains("\"num\"");
        }
    }

    private static boolean isList(JsonElement value) {
        return value != null && value.isJsonArray();
    }

    String name() {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
