package io.exitbench.finetune;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a fine-tuned checkpoint comes from: {@value #FILE} beside its weights.
 *
 * @param base name of the checkpoint it was made from
 * @param baseDigest of that checkpoint's weights
 * @param data name of the data set
 * @param dataDigest of the data set
 * @param exits trained exit layers before the last, 1-based
 * @param settings as {@link FineTuneSettings#text()} writes them, and the share of a {@link
 *     WeightAverage}
 * @param tokens trained on
 * @param tokensPerSecond over the whole training
 * @param device it was trained on
 */
public record FineTunedManifest(
        String base,
        @SerializedName("base_digest") String baseDigest,
        String data,
        @SerializedName("data_digest") String dataDigest,
        List<Integer> exits,
        String settings,
        long tokens,
        @SerializedName("tokens_per_second") double tokensPerSecond,
        String device) {
    /** Its name in the checkpoint's folder. */
    public static final String FILE = "exitbench.json";

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    FineTunedManifest withSettings(String text) {
        return new FineTunedManifest(
                base, baseDigest, data, dataDigest, exits, text, tokens, tokensPerSecond, device);
    }

    void write(Path folder) {
        AtomicFile.write(folder.resolve(FILE), GSON.toJson(this) + "\n");
    }

    /**
     * Reads the manifest of a checkpoint.
     *
     * @param folder of the checkpoint
     * @return the manifest, or empty if the checkpoint was not fine-tuned here
     * @throws ExitBenchException if it is malformed
     */
    public static Optional<FineTunedManifest> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            FineTunedManifest manifest =
                    GSON.fromJson(Files.readString(file), FineTunedManifest.class);
            if (manifest == null || manifest.baseDigest == null || manifest.exits == null) {
                throw malformed(file, null);
            }
            return Optional.of(manifest);
        } catch (IOException | JsonParseException e) {
            throw malformed(file, e);
        }
    }

    private static ExitBenchException malformed(Path file, Throwable cause) {
        return new ExitBenchException(
                file + " does not describe a fine-tuned checkpoint; copy it again.", cause);
    }
}
