package io.exitbench.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The entries of a checkpoint's small JSON file. An entry that is {@code null} counts as absent
 * where transformers then takes the default, too. It does not for what is true or a name by
 * default: version 4 takes {@code null} for false, version 5 refuses it.
 */
final class ConfigFields {
    private static final long LARGEST_FILE = 1 << 20;

    private final Path file;
    private final JsonObject json;

    private ConfigFields(Path file, JsonObject json) {
        this.file = file;
        this.json = json;
    }

    /**
     * @param file of at most 1 MiB
     * @throws ExitBenchException if it is missing or no JSON object
     */
    static ConfigFields read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new ExitBenchException(
                        file
                                + " is larger than 1 MiB and so no model configuration; check the path.");
            }
            JsonElement json = JsonParser.parseString(UnicodeText.read(file, LARGEST_FILE));
            return new ConfigFields(file, json.getAsJsonObject());
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new ExitBenchException(
                    file
                            + " cannot be read as a model configuration; give a folder in Hugging Face"
                            + " format with a valid "
                            + file.getFileName()
                            + ".",
                    e);
        }
    }

    /** The entry, unless it is absent or {@code null}. */
    Optional<JsonElement> get(String key) {
        return Optional.ofNullable(json.get(key)).filter(value -> !value.isJsonNull());
    }

    /** The entries of an object inside; none if it is absent. */
    ConfigFields object(String key) {
        JsonElement value = get(key).orElseGet(JsonObject::new);
        if (!value.isJsonObject()) {
            throw unsupported(key, "an object, or null");
        }
        return new ConfigFields(file, value.getAsJsonObject());
    }

    /** Names of all entries, in the order of the file. */
    Set<String> names() {
        return json.keySet();
    }

    /** A number that must be there. */
    double number(String key) {
        return get(key).map(value -> number(key, value)).orElseThrow(() -> lacks("number", key));
    }

    double number(String key, double absent) {
        return get(key).map(value -> number(key, value)).orElse(absent);
    }

    private double number(String key, JsonElement value) {
        try {
            return value.getAsDouble();
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw new ExitBenchException(
                    file + ": \"" + key + "\" is not a number; the file is damaged.", e);
        }
    }

    int positive(String key) {
        double value = number(key, -1);
        if (value < 1 || value > Integer.MAX_VALUE || value != Math.rint(value)) {
            throw lacks("positive integer", key);
        }
        return (int) value;
    }

    int positive(String key, int absent) {
        return get(key).isPresent() ? positive(key) : absent;
    }

    boolean flag(String key, boolean absent) {
        if (absent && isNull(key)) {
            throw unsupported(key, "true or false");
        }
        return switch (text(key, Boolean.toString(absent))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unsupported(key, "true or false");
        };
    }

    String text(String key, String absent) {
        return get(key).map(ConfigFields::text).orElse(absent);
    }

    /** As the file has it, without the quotes of a text. */
    private static String text(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    void require(String key, String value) {
        boolean unknown = isNull(key) && !value.equals("false");
        if (unknown || !text(key, value).equals(value)) {
            throw unsupported(key, value);
        }
    }

    private boolean isNull(String key) {
        return json.has(key) && json.get(key).isJsonNull();
    }

    ExitBenchException unsupported(String key, String supported) {
        return new ExitBenchException(
                file
                        + " has "
                        + key
                        + " = "
                        + text(key, "null")
                        + "; only "
                        + supported
                        + " is supported.");
    }

    private ExitBenchException lacks(String what, String key) {
        return new ExitBenchException(
                file + " lacks a " + what + " \"" + key + "\"; the file is damaged.");
    }

    /** The file, as messages name it. */
    @Override
    public String toString() {
        return file.toString();
    }
}
