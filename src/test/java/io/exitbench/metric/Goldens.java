package io.exitbench.metric;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Expected values that were computed with the reference implementations. */
final class Goldens {
    private Goldens() {}

    /** torchmetrics 1.9.0: BLEU, chrF, ROUGE and Levenshtein. */
    static JsonObject metrics() {
        return read("metric-goldens.json");
    }

    /** fuzzywuzzy 0.18.0 with python-Levenshtein under CodeXGLUE's evaluator. */
    static JsonObject lines() {
        return read("line-completion-goldens.json");
    }

    static List<ScoredPair> pairs(JsonObject golden, String key) {
        List<ScoredPair> pairs = new ArrayList<>();
        golden.getAsJsonArray(key)
                .forEach(
                        element -> {
                            JsonObject pair = element.getAsJsonObject();
                            pairs.add(
                                    new ScoredPair(
                                            pair.get("prediction").getAsString(),
                                            pair.get("reference").getAsString()));
                        });
        return pairs;
    }

    private static JsonObject read(String name) {
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(
                                Goldens.class.getResourceAsStream("/goldens/metrics/" + name)),
                        StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, JsonObject.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
