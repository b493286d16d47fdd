package io.exitbench.agent.ppo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.TensorFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a training needs to go on as if it had not been interrupted.
 *
 * @param run settings, seed and inputs of the training in any fixed notation; another training
 *     refuses it
 * @param update finished updates
 * @param gradientSteps finished gradient steps
 * @param random state of the generator
 * @param environment state of the environment
 * @param curve points so far
 * @param parameters of both nets
 * @param optimiser Adam's moments
 */
record PpoCheckpoint(
        String run,
        int update,
        int gradientSteps,
        long random,
        long[] environment,
        List<CurvePoint> curve,
        float[] parameters,
        float[] optimiser) {
    private static final long MAX_BYTES = 1L << 30;
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private record Text(
            String run,
            int update,
            int gradientSteps,
            long random,
            long[] environment,
            List<CurvePoint> curve) {}

    void write(Path file) {
        Map<String, TensorFile.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("parameters", TensorFile.Tensor.vector(parameters));
        tensors.put("optimiser", TensorFile.Tensor.vector(optimiser));
        Text text = new Text(run, update, gradientSteps, random, environment, curve);
        new TensorFile(Map.of("checkpoint", GSON.toJson(text)), tensors).write(file);
    }

    static PpoCheckpoint read(Path file) {
        TensorFile content = TensorFile.read(file, MAX_BYTES);
        TensorFile.Tensor parameters = content.tensors().get("parameters");
        TensorFile.Tensor optimiser = content.tensors().get("optimiser");
        Text text = text(content.metadata().get("checkpoint"));
        if (parameters == null || optimiser == null || text == null || text.curve() == null) {
            throw new ExitBenchException(
                    "The file " + file + " is not a training checkpoint: delete it.");
        }
        return new PpoCheckpoint(
                text.run(),
                text.update(),
                text.gradientSteps(),
                text.random(),
                text.environment(),
                text.curve(),
                parameters.values(),
                optimiser.values());
    }

    private static Text text(String json) {
        try {
            return GSON.fromJson(json, Text.class);
        } catch (JsonParseException malformed) {
            return null;
        }
    }
}
