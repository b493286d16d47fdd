package io.exitbench.model.rotary;

import io.exitbench.ExitBenchException;
import io.exitbench.model.ConfigFields;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how rotary embeddings are scaled. Newer files keep everything in {@code rope_parameters},
 * older ones split it in {@code rope_scaling} and {@code rope_theta}. A scaling that is not
 * understood is refused: without it the model would write something else.
 */
public final class RotaryReader {
    private static final double DEFAULT_THETA = 10_000;
    private static final String SUPPORTED = "default, linear and llama3 are supported.";

    private final ConfigFields config;
    private final String section;
    private final ConfigFields parameters;

    private RotaryReader(ConfigFields config, String section) {
        this.config = config;
        this.section = section;
        parameters = config.object(section);
    }

    /**
     * Reads either spelling.
     *
     * @param config of a model with rotary embeddings
     * @return its embedding
     * @throws ExitBenchException if the scaling has no known type or lacks a value
     */
    public static RotaryEmbedding read(ConfigFields config) {
        boolean newer = config.get("rope_parameters").isPresent();
        boolean older = config.get("rope_scaling").isPresent();
        if (newer && older && !config.get("rope_parameters").equals(config.get("rope_scaling"))) {
            throw new ExitBenchException(
                    config
                            + " has both rope_parameters and rope_scaling; remove the one that does"
                            + " not belong to the weights.");
        }
        return new RotaryReader(config, newer ? "rope_parameters" : "rope_scaling").rotary();
    }

    private RotaryEmbedding rotary() {
        requireWholeHeads(config);
        requireWholeHeads(parameters);
        double theta = parameters.number("rope_theta", config.number("rope_theta", DEFAULT_THETA));
        String type = parameters.text("rope_type", parameters.text("type", ""));
        return new RotaryEmbedding(theta, scaling(type));
    }

    private static void requireWholeHeads(ConfigFields fields) {
        if (fields.number("partial_rotary_factor", 1) != 1) {
            throw fields.unsupported("partial_rotary_factor", "1");
        }
    }

    private RotaryEmbedding.Scaling scaling(String type) {
        return switch (type) {
            case "" -> withoutType();
            case "default" -> new RotaryEmbedding.None();
            case "linear" -> new RotaryEmbedding.Linear(factor());
            case "llama3" ->
                    new RotaryEmbedding.Llama3(
                            factor(),
                            parameters.number("low_freq_factor"),
                            parameters.number("high_freq_factor"),
                            parameters.number("original_max_position_embeddings"));
            default ->
                    throw new ExitBenchException(
                            config
                                    + " has rope_type \""
                                    + type
                                    + "\" in "
                                    + section
                                    + "; "
                                    + SUPPORTED);
        };
    }

    private double factor() {
        double factor = parameters.number("factor");
        if (!(factor > 0)) {
            throw parameters.unsupported("factor", "a number above 0");
        }
        return factor;
    }

    private RotaryEmbedding.Scaling withoutType() {
        List<String> given = new ArrayList<>(parameters.names());
        given.removeIf(name -> parameters.get(name).isEmpty());
        given.removeAll(List.of("rope_theta", "partial_rotary_factor"));
        if (given.isEmpty()) {
            return new RotaryEmbedding.None();
        }
        throw new ExitBenchException(
                config
                        + " has "
                        + section
                        + " with "
                        + String.join(", ", given)
                        + " but no rope_type; add it: "
                        + SUPPORTED);
    }
}
