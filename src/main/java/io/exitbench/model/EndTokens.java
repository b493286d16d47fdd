package io.exitbench.model;

import com.google.gson.JsonElement;
import io.exitbench.ExitBenchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tokens that end a text, {@code eos_token_id}: a number or a list. As in transformers, {@code
 * generation_config.json} goes before {@code config.json}.
 */
final class EndTokens {
    private static final String KEY = "eos_token_id";

    private EndTokens() {}

    /**
     * Reads the end tokens of a checkpoint.
     *
     * @param folder of the checkpoint
     * @param config of the model
     * @return ids, each below the size of the vocabulary; empty if no file names one
     * @throws ExitBenchException if a file names something else
     */
    static Set<Integer> read(Path folder, ModelConfig config) {
        return read(folder, config.vocabularySize(), config.defaultEndToken());
    }

    /**
     * As {@link #read(Path, ModelConfig)}.
     *
     * @param nobodysChoice is left out where the vocabulary does not have it
     */
    static Set<Integer> read(Path folder, int vocabularySize, OptionalInt nobodysChoice) {
        for (String name : List.of("generation_config.json", "config.json")) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                Optional<JsonElement> value = ConfigFields.read(file).get(KEY);
                if (value.isPresent()) {
                    return ids(file, value.get(), vocabularySize, nobodysChoice);
                }
            }
        }
        return Set.of();
    }

    private static Set<Integer> ids(
            Path file, JsonElement value, int vocabularySize, OptionalInt nobodysChoice) {
        Iterable<JsonElement> all = value.isJsonArray() ? value.getAsJsonArray() : List.of(value);
        Set<Integer> ids = new TreeSet<>();
        for (JsonElement each : all) {
            boolean number = each.isJsonPrimitive() && each.getAsJsonPrimitive().isNumber();
            double id = number ? each.getAsDouble() : -1;
            if (id >= vocabularySize && id == nobodysChoice.orElse(-1)) {
                continue;
            }
            if (id < 0 || id >= vocabularySize || id != Math.rint(id)) {
                throw new ExitBenchException(
                        file
                                + " has "
                                + KEY
                                + " "
                                + each
                                + ", which is no token of the model's vocabulary of "
                                + vocabularySize
                                + "; correct it there.");
            }
            ids.add((int) id);
        }
        return Set.copyOf(ids);
    }
}
