package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import io.exitbench.model.weights.TensorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A trained policy and what it was trained on and for. Its file is in the safetensors layout; the
 * same training writes the same bytes.
 *
 * @param modelDigest of the checkpoint whose states it reads
 * @param dataDigest of the prompts it learned from
 * @param exits layers where it decides, 1-based, ascending, the full model not among them
 * @param reward name and parameters of what it was paid for
 * @param preset name of the learner's settings
 * @param training all inputs of the training in a fixed notation, for the record
 * @param looks whether it looks at a token's candidates
 * @param policy what decides
 */
public record TrainedAgent(
        String modelDigest,
        String dataDigest,
        List<Integer> exits,
        String reward,
        String preset,
        String training,
        boolean looks,
        TrainedPolicy policy) {
    /** Changes whenever files or their meaning do, so that no old agent is taken for a new one. */
    static final String FORMAT = "exitbench-agent-5";

    private static final String PRICE = "price";
    private static final String ASKED_ABOVE = "asked_above";
    private static final long MAX_BYTES = 1L << 28;

    /** Copies the list. */
    public TrainedAgent {
        exits = List.copyOf(exits);
    }

    /**
     * Writes the agent; the file appears whole or not at all.
     *
     * @param file replaced if it exists
     */
    public void write(Path file) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("format", FORMAT);
        text.put("model_digest", modelDigest);
        text.put("data_digest", dataDigest);
        text.put("exits", exits.stream().map(String::valueOf).collect(Collectors.joining(",")));
        ExitNet net = policy.net();
        text.put("normalised", Boolean.toString(net.normalised()));
        text.put("candidates", Boolean.toString(looks));
        text.put("row_width", String.valueOf(net.rowWidth()));
        text.put("numbers", String.valueOf(net.numbers()));
        text.put("reward", reward);
        text.put("preset", preset);
        text.put("training", training);
        Map<String, TensorFile.Tensor> tensors = new LinkedHashMap<>();
        if (policy.price().length > 0) {
            tensors.put(PRICE, TensorFile.Tensor.vector(policy.price()));
        }
        if (policy.askedAbove().length > 0) {
            tensors.put(ASKED_ABOVE, TensorFile.Tensor.vector(policy.askedAbove()));
        }
        for (int i = 0; i < net.first().size(); i++) {
            put(tensors, "exit." + exits.get(i), net.first().get(i));
        }
        for (int i = 0; i < net.rest().size(); i++) {
            put(tensors, "layer." + i, net.rest().get(i));
        }
        new TensorFile(text, tensors).write(file);
    }

    private static void put(Map<String, TensorFile.Tensor> tensors, String name, DenseLayer layer) {
        tensors.put(
                name + ".weight",
                new TensorFile.Tensor(
                        new int[] {layer.inputs(), layer.outputs()}, layer.weights()));
        tensors.put(name + ".bias", TensorFile.Tensor.vector(layer.biases()));
    }

    /**
     * Reads an agent.
     *
     * @param file written by {@link #write}
     * @return the agent
     * @throws ExitBenchException if it is missing, damaged or something else
     */
    public static TrainedAgent read(Path file) {
        TensorFile content = TensorFile.read(file, MAX_BYTES);
        Map<String, String> text = content.metadata();
        if (!FORMAT.equals(text.get("format"))) {
            throw new ExitBenchException(
                    "The file " + file + " is not an agent: delete it and train one.");
        }
        try {
            List<Integer> exits =
                    Arrays.stream(text.get("exits").split(",")).map(Integer::valueOf).toList();
            List<DenseLayer> first = new ArrayList<>();
            for (int exit : exits) {
                first.add(layer(content, "exit." + exit));
            }
            List<DenseLayer> rest = new ArrayList<>();
            while (content.tensors().containsKey("layer." + rest.size() + ".weight")) {
                rest.add(layer(content, "layer." + rest.size()));
            }
            ExitNet net =
                    new ExitNet(
                            Boolean.parseBoolean(text.get("normalised")),
                            Integer.parseInt(text.get("row_width")),
                            Integer.parseInt(text.get("numbers")),
                            first,
                            rest);
            return new TrainedAgent(
                    text.get("model_digest"),
                    text.get("data_digest"),
                    exits,
                    text.get("reward"),
                    text.get("preset"),
                    text.get("training"),
                    Boolean.parseBoolean(text.get("candidates")),
                    new TrainedPolicy(net, vector(content, PRICE), vector(content, ASKED_ABOVE)));
        } catch (IllegalArgumentException | NullPointerException damaged) {
            throw new ExitBenchException(
                    "The agent " + file + " is damaged: delete it and train it again.", damaged);
        }
    }

    private static float[] vector(TensorFile content, String name) {
        TensorFile.Tensor vector = content.tensors().get(name);
        return vector == null ? TrainedPolicy.NONE : vector.values();
    }

    private static DenseLayer layer(TensorFile content, String name) {
        TensorFile.Tensor weight = content.tensors().get(name + ".weight");
        TensorFile.Tensor bias = content.tensors().get(name + ".bias");
        if (weight.shape().length != 2) {
            throw new IllegalArgumentException(name + " is no matrix");
        }
        return new DenseLayer(weight.shape()[0], weight.shape()[1], weight.values(), bias.values());
    }

    /**
     * @param wantedModel digest of the checkpoint to run
     * @param wantedExits exit layers of the run, below the last
     * @return whether it was trained for these
     */
    public boolean fits(String wantedModel, List<Integer> wantedExits) {
        return modelDigest.equals(wantedModel) && exits.equals(wantedExits);
    }

    /**
     * @param request what a suite wants
     * @return whether it was trained so, by preset, reward and everything there is to see
     */
    public boolean isWhat(AgentRequest request) {
        return preset.equals(request.preset())
                && reward.split(";")[0].equals("reward=" + request.reward())
                && request.features().size() == Feature.values().length
                && !request.stop();
    }

    /**
     * Refuses another model or other exits than it was trained for: its answers would mean nothing.
     *
     * @param wantedModel digest of the checkpoint to run
     * @param wantedExits exit layers of the run, below the last
     * @return this
     * @throws ExitBenchException if they differ
     */
    public TrainedAgent requireFits(String wantedModel, List<Integer> wantedExits) {
        if (!modelDigest.equals(wantedModel)) {
            throw new ExitBenchException(
                    "The agent was trained for the model "
                            + start(modelDigest)
                            + ", not for "
                            + start(wantedModel)
                            + ": train one for this checkpoint.");
        }
        if (!exits.equals(wantedExits)) {
            throw new ExitBenchException(
                    "The agent decides after the layers "
                            + exits
                            + ", not after "
                            + wantedExits
                            + ": train one for these exits.");
        }
        return this;
    }

    private static String start(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }
}
