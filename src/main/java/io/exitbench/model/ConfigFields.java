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
public final class ConfigFields {
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

    /**
     * @param key of the entry
     * @return the entry, unless it is absent or {@code null}
     */
    public Optional<JsonElement> get(String key) {
        return Optional.ofNullable(json.get(key)).filter(value -> !value.isJsonNull());
    }

    /**
     * @param key of the entry
     * @return the entries of an object inside; none if it is absent
     * @throws ExitBenchException if it is no object
     */
    public ConfigFields object(String key) {
        JsonElement value = get(key).orElseGet(JsonObject::new);
        if (!value.isJsonObject()) {
            throw unsupported(key, "an object, or null");
        }
        return new ConfigFields(file, value.getAsJsonObject());
    }

    /**
     * @return names of all entries, in the order of the file
     */
    public Set<String> names() {
        return json.keySet();
    }

    /**
     * @param key of the entry
     * @return a number that must be there
     * @throws ExitBenchException if it is not
     */
    public double number(String key) {
        return get(key).map(value -> number(key, value)).orElseThrow(() -> lacks("number", key));
    }

    /**
     * @param key of the entry
     * @param absent what it is if it is absent or {@code null}
     * @return a number, or another one if it is absent
     * @throws ExitBenchException if it is no number
     */
    public double number(String key, double absent) {
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

    /**
     * @param key of the entry
     * @return a positive integer that must be there
     * @throws ExitBenchException if it is not
     */
    public int positive(String key) {
        double value = number(key, -1);
        if (value < 1 || value > Integer.MAX_VALUE || value != Math.rint(value)) {
            throw lacks("positive integer", key);
        }
        return (int) value;
    }

    /**
     * @param key of the entry
     * @param absent what it is if it is absent or {@code null}
     * @return a positive integer, or another one if it is absent
     * @throws ExitBenchException if it is none
     */
    public int positive(String key, int absent) {
        return get(key).isPresent() ? positive(key) : absent;
    }

    /**
     * A positive integer with two defaults, for an entry whose {@code null} says something.
     *
     * @param key of the entry
     * @param absent what it is if it is not there at all
     * @param none what it is if it is {@code null}
     * @return the integer, or the default that applies
     * @throws ExitBenchException if it is none
     */
    public int positive(String key, int absent, int none) {
        return positive(key, json.has(key) ? none : absent);
    }

    /**
     * @param key of the entry
     * @param absent what it is if it is absent
     * @return true or false
     * @throws ExitBenchException if it is neither, or {@code null} where it would be true by
     *     default
     */
    public boolean flag(String key, boolean absent) {
        if (absent && isNull(key)) {
            throw unsupported(key, "true or false");
        }
        return switch (text(key, Boolean.toString(absent))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unsupported(key, "true or false");
        };
    }

    /**
     * @param key of the entry
     * @param absent what it is if it is absent or {@code null}
     * @return the entry as the file has it, without the quotes of a text
     */
    public String text(String key, String absent) {
        return get(key).map(ConfigFields::text).orElse(absent);
    }

    private static String text(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    /**
     * @param key of the entry
     * @param value the only one that is supported, also what it is if it is absent
     * @throws ExitBenchException if it is another one
     */
    public void require(String key, String value) {
        boolean unknown = isNull(key) && !value.equals("false");
        if (unknown || !text(key, value).equals(value)) {
            throw unsupported(key, value);
        }
    }

    /**
     * @param key of the entry
     * @return whether the entry is there and says {@code null}
     */
    public boolean isNull(String key) {
        return json.has(key) && json.get(key).isJsonNull();
    }

    /**
     * @param key of the entry
     * @param supported what would be
     * @return names the entry and its value
     */
    public ExitBenchException unsupported(String key, String supported) {
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

    /**
     * @param partKey entry of the divisor, which the message names
     * @param part the divisor, above 0
     * @param wholeKey entry of the dividend, which the message names
     * @param whole the dividend
     * @throws ExitBenchException if one entry's number does not divide another's
     */
    public void requireDivides(String partKey, int part, String wholeKey, int whole) {
        if (whole % part != 0) {
            throw new ExitBenchException(
                    file
                            + ": "
                            + partKey
                            + " = "
                            + part
                            + " does not divide "
                            + wholeKey
                            + " = "
                            + whole
                            + "; the file is damaged.");
        }
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
