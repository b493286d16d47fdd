package io.exitbench.agent;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Measured costs on disk, so that an agent that depends on them is trained once. */
public final class LayerCostsFile {
    private static final long LARGEST = 1 << 20;

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private LayerCostsFile() {}

    /** The layout of the file. */
    private record Content(
            List<Double> cost_of_token, Double cost_of_decision, String unit, String source) {}

    /**
     * Writes the file as a whole or not at all.
     *
     * @param file replaced if it exists
     * @param costs to keep
     */
    public static void write(Path file, LayerCosts costs) {
        AtomicFile.write(file, GSON.toJson(json(costs)) + "\n");
    }

    /**
     * @param costs to tell
     * @return what {@link #write} writes of them
     */
    public static JsonObject json(LayerCosts costs) {
        Content content =
                new Content(costs.tokens(), costs.decision(), costs.unit(), costs.source());
        return GSON.toJsonTree(content).getAsJsonObject();
    }

    /**
     * @param file as written
     * @return the costs, or empty if there is no such file
     * @throws ExitBenchException if the file is malformed
     */
    public static Optional<LayerCosts> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Content content = GSON.fromJson(UnicodeText.read(file, LARGEST), Content.class);
            return Optional.of(
                    new LayerCosts(
                            content.cost_of_token(),
                            content.cost_of_decision(),
                            content.unit(),
                            content.source()));
        } catch (IOException | JsonParseException | NullPointerException e) {
            throw new ExitBenchException(
                    file + " is no record of measured costs; delete it to measure again.", e);
        } catch (ExitBenchException e) {
            throw new ExitBenchException(file + ": " + e.getMessage(), e);
        }
    }
}
