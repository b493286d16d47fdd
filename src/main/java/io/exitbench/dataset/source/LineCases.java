package io.exitbench.dataset.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * CodeXGLUE's cases of line completion: JSON lines with {@code input} and {@code gt}. A case is
 * called by its {@code id} where it has one, else by the number of its line, from 0.
 *
 * @param samples in the order of the file
 * @param digest SHA-256 of the file, in hexadecimal
 */
public record LineCases(List<CompletionSample> samples, String digest) {
    private static final int LONGEST = 16 << 20;

    /**
     * Reads a file.
     *
     * @param file JSON lines
     * @return its cases
     * @throws ExitBenchException if a line is no case, or there is none
     */
    public static LineCases read(Path file) {
        List<CompletionSample> samples = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        try (BoundedLines lines = new BoundedLines(file, LONGEST)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text = new String(line.get(), StandardCharsets.UTF_8).strip();
                if (!text.isEmpty()) {
                    CompletionSample sample = sample(text, samples.size());
                    if (!ids.add(sample.id())) {
                        throw new JsonParseException("the id " + sample.id() + " occurs twice");
                    }
                    samples.add(sample);
                }
                number++;
            }
            if (samples.isEmpty()) {
                throw new JsonParseException("the file is empty");
            }
            return new LineCases(List.copyOf(samples), Sha256.hex(file));
        } catch (IOException e) {
            throw new ExitBenchException(
                    file + " cannot be read (" + e.getMessage() + "); check exitbench.data.", e);
        } catch (JsonParseException | IllegalStateException | ClassCastException e) {
            throw new ExitBenchException(
                    "Line "
                            + (number + 1)
                            + " of "
                            + file
                            + " is no case of line completion with \"input\" and \"gt\" ("
                            + e.getMessage()
                            + "); fetch the file again.",
                    e);
        }
    }

    private static CompletionSample sample(String line, int index) {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        JsonElement id = json.get("id");
        boolean numbered = id == null || id.isJsonNull();
        String name = numbered ? Integer.toString(index) : text(json, "id");
        return new CompletionSample(name, name, text(json, "input"), text(json, "gt"));
    }

    private static String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new JsonParseException("no " + name);
        }
        return value.getAsString();
    }
}
