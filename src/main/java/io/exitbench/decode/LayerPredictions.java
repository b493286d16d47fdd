package io.exitbench.decode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.DecoderModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every exit layer predicts after every token of given texts, for accuracies, traces and
 * oracles. Texts run in batches, padded on the right, not token by token. Logits are computed and
 * freed one layer at a time.
 */
public final class LayerPredictions {
    private final DecoderModel model;
    private final int[] layers;
    private final int batch;

    /**
     * @param model that predicts
     * @param layers exit layers wanted, 1-based, the last layer included if wanted
     * @param batch texts at a time, at least 1
     */
    public LayerPredictions(DecoderModel model, List<Integer> layers, int batch) {
        this.model = model;
        this.layers = layers.stream().mapToInt(Integer::intValue).toArray();
        this.batch = batch;
    }

    /**
     * Runs the texts.
     *
     * @param texts token ids, each within the model's window and not empty
     * @return for each text {@code [exit][position]}: the token predicted after that position
     */
    public List<int[][]> predict(List<int[]> texts) {
        // Texts of like length share a batch, so that little of it is padding.
        List<Integer> order =
                IntStream.range(0, texts.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> texts.get(i).length))
                        .toList();
        int[][][] predictions = new int[texts.size()][][];
        for (int from = 0; from < order.size(); from += batch) {
            List<Integer> members = order.subList(from, Math.min(order.size(), from + batch));
            List<int[][]> results = runBatch(members.stream().map(texts::get).toList());
            for (int i = 0; i < members.size(); i++) {
                predictions[members.get(i)] = results.get(i);
            }
        }
        return Arrays.asList(predictions);
    }

    private List<int[][]> runBatch(List<int[]> texts) {
        int longest = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        long[] padded = new long[texts.size() * longest];
        for (int row = 0; row < texts.size(); row++) {
            for (int i = 0; i < texts.get(row).length; i++) {
                padded[row * longest + i] = texts.get(row)[i];
            }
        }
        List<int[][]> results = new ArrayList<>();
        texts.forEach(text -> results.add(new int[layers.length][]));
        try (NDManager manager = model.manager().newSubManager()) {
            NDArray tokens = manager.create(padded, new Shape(texts.size(), longest));
            int deepest = Arrays.stream(layers).max().orElseThrow();
            List<NDArray> states = model.forwardBatch(tokens, deepest, manager);
            for (int exit = 0; exit < layers.length; exit++) {
                addLayer(states.get(layers[exit]), exit, texts, results);
            }
        }
        return results;
    }

    private void addLayer(NDArray states, int exit, List<int[]> texts, List<int[][]> results) {
        for (int row = 0; row < texts.size(); row++) {
            try (NDManager manager = model.manager().newSubManager()) {
                NDArray own = states.get(manager, new NDIndex(row + ",:" + texts.get(row).length));
                long[] best =
                        model.head().logits(own, layers[exit], manager).argMax(-1).toLongArray();
                results.get(row)[exit] = Arrays.stream(best).mapToInt(Math::toIntExact).toArray();
            }
        }
    }
}
