package io.exitbench.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Layers in which a token attends only to the last tokens up to itself (Longformer, arXiv
 * 2004.05150; as in Mistral, arXiv 2310.06825).
 *
 * @param width tokens that are seen, the own one among them; 0 without a window
 * @param layers that have the window, from 0
 */
public record SlidingWindow(int width, Set<Integer> layers) {
    /** Every token sees all before it. */
    public static final SlidingWindow NONE = new SlidingWindow(0, Set.of());

    /** In ascending order, so that equal windows have equal texts. */
    public SlidingWindow {
        layers = Collections.unmodifiableSet(new TreeSet<>(layers));
    }

    /**
     * @param layers of the model
     * @param width of the window; 0 if there is none
     * @return the same window in every layer
     */
    public static SlidingWindow inAll(int layers, int width) {
        return width == 0
                ? NONE
                : new SlidingWindow(
                        width, IntStream.range(0, layers).boxed().collect(Collectors.toSet()));
    }

    /**
     * @param layer from 0
     * @return whether a layer has the window
     */
    public boolean covers(int layer) {
        return layers.contains(layer);
    }
}
