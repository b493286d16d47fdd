package io.exitbench.dataset.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CodeXGLUE's cases of line completion: JSON lines with {@code input} and {@code gt}. A case is
 * called by its {@code id} where it has one, else by its number, from 0. White space around texts
 * is no part of them, nor is {@code <EOL>} at the end of an answer, and half a surrogate pair
 * becomes U+FFFD. An answer that is {@code null} is withheld, as an empty one is.
 *
 * @param file they were read from
 * @param cases in the order of the file
 * @param digest SHA-256 of the file, in hexadecimal
 */
public record LineCases(Path file, List<LineCase> cases, String digest) {
    private static final Logger LOG = LoggerFactory.getLogger(LineCases.class);
    private static final int LONGEST = 16 << 20;
    private static final String LINE_END = "<EOL>";

    /** What ends a line of text in a completion, too. */
    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");

    /** White space as Unicode and Python's {@code str.strip} have it. */
    private static final Pattern AROUND =
            Pattern.compile(
                    "^[\\s\\x1C-\\x1F]+|[\\s\\x1C-\\x1F]+$", Pattern.UNICODE_CHARACTER_CLASS);

    /**
     * A match that is one {@code char} long is half a pair: whole pairs match as one code point.
     */
    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    /**
     * Reads a file.
     *
     * @param file JSON lines
     * @return its cases
     * @throws ExitBenchException if a line is no case, or there is none
     */
    public static LineCases read(Path file) {
        List<LineCase> cases = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 1;
        try (BoundedLines lines = new BoundedLines(file, LONGEST)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text = new String(line.get(), StandardCharsets.UTF_8).strip();
                if (!text.isEmpty()) {
                    LineCase found = parse(file, text, number, cases.size());
                    if (!ids.add(found.id())) {
                        throw new JsonParseException("the id " + found.id() + " occurs twice");
                    }
                    cases.add(found);
                }
                number++;
            }
            if (cases.isEmpty()) {
                throw new JsonParseException("the file is empty");
            }
            return new LineCases(file, List.copyOf(cases), Sha256.hex(file));
        } catch (IOException e) {
            throw new ExitBenchException(
                    file + " cannot be read (" + e.getMessage() + "); check exitbench.data.", e);
        } catch (JsonParseException | IllegalStateException | ClassCastException e) {
            throw new ExitBenchException(
                    "Line "
                            + number
                            + " of "
                            + file
                            + " is no case of line completion with \"input\" and \"gt\" ("
                            + e.getMessage()
                            + "); fetch the file again.",
                    e);
        }
    }

    /**
     * @return the cases whose answers are withheld
     */
    public List<LineCase> withheld() {
        return cases.stream().filter(each -> !each.isAnswered()).toList();
    }

    private static LineCase parse(Path file, String line, int number, int index) {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        JsonElement id = json.get("id");
        boolean numbered = id == null || id.isJsonNull();
        String name = numbered ? Integer.toString(index) : text(json, "id");
        String input = text(json, "input");
        String answer = isNull(json.get("gt")) ? "" : text(json, "gt");
        LineCase found = new LineCase(number, whole(name), whole(input), rest(answer));
        if (found.input().isEmpty()) {
            throw new ExitBenchException(
                    "Line "
                            + number
                            + " of "
                            + file
                            + " (id "
                            + found.id()
                            + ") has an empty \"input\": nothing can be completed from nothing;"
                            + " remove the line.");
        }
        if (LINE_BREAK.matcher(found.answer()).find()) {
            throw new ExitBenchException(
                    "Line "
                            + number
                            + " of "
                            + file
                            + " (id "
                            + found.id()
                            + ") has a line break inside its \"gt\", which is to be the rest of one"
                            + " line; cut it there.");
        }
        if (HALF_PAIR.matcher(name + input + answer).find()) {
            LOG.warn(
                    "Line {} of {} (id {}) has half a surrogate pair; it is read as U+FFFD.",
                    number,
                    file,
                    found.id());
        }
        return found;
    }

    private static String whole(String text) {
        String stripped = AROUND.matcher(text).replaceAll("");
        return HALF_PAIR.matcher(stripped).replaceAll("\uFFFD");
    }

    /** The mark that ends a line is no part of the rest of it. */
    private static String rest(String answer) {
        String text = whole(answer);
        return text.endsWith(LINE_END)
                ? whole(text.substring(0, text.length() - LINE_END.length()))
                : text;
    }

    private static boolean isNull(JsonElement value) {
        return value != null && value.isJsonNull();
    }

    private static String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new JsonParseException("no " + name);
        }
        return value.getAsString();
    }
}
