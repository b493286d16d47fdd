package io.exitbench.decode;

import io.exitbench.ExitBenchException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Layers after which a model may stop, before its last.
 *
 * @param layers ascending, 1-based, below {@code modelLayers}
 * @param modelLayers layers of the full model
 */
public record ExitLayers(List<Integer> layers, int modelLayers) {

    /**
     * Checks and sorts.
     *
     * @throws ExitBenchException if a layer is not one of the model's, or is its last
     */
    public ExitLayers {
        for (int layer : layers) {
            if (layer < 1 || layer >= modelLayers) {
                throw new ExitBenchException(
                        "Exit layer "
                                + layer
                                + " is not allowed: the model has "
                                + modelLayers
                                + " layers, so exits go from 1 to "
                                + (modelLayers - 1)
                                + "; correct @AllowedExits or exitbench.exits.");
            }
        }
        layers = List.copyOf(new TreeSet<>(layers));
    }

    /**
     * @return the layers joined by a comma
     */
    public String text() {
        return layers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
