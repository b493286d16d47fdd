package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.cuda.MappedMemory;
import java.util.List;

/**
 * A session's memory for its kernels: PyTorch's tensors, all of them made here and kept as long as
 * the session, so that no kernel and no graph ever allocates, and nothing that PyTorch does with
 * its own free memory concerns them.
 */
final class FusedBuffers implements AutoCloseable {
    /** {@code struct Answer}: its number, token, three floats, a net's score, and room. */
    private static final int ANSWER_BYTES = 32;

    /** {@code struct Seen}: five numbers. */
    private static final int SEEN = 5;

    private final NDManager manager;
    private final int capacity;
    private final long[] caches;
    private final long rows;
    private final long state;
    private final long middle;
    private final long queries;
    private final long attended;
    private final long wide;
    private final long normed;
    private final long normedForLayers;
    private final long parts;
    private final long done;
    private final NDArray logits;
    private final NDArray[] logitsOf;
    private final long logitsAddress;
    private final long logitsBytes;
    private final long seen;
    private final long observed;
    private final long numbers;
    private final long layerTable;
    private final MappedMemory answers;

    /**
     * @param parent manager of the model
     * @param typed makes tensors of the compute type
     * @param layers keys and values of each layer, a slot after another
     * @param capacity positions of a slot
     * @param slots completions
     */
    FusedBuffers(
            FusedDecoding decoding,
            NDManager parent,
            TypedTensors typed,
            List<NDArray> layers,
            int capacity,
            int slots) {
        this.capacity = capacity;
        manager = parent.newSubManager();
        try {
            ModelConfig config = decoding.config();
            long most = RowKernels.MOST;
            long head = config.headSize();
            long heads = config.heads();
            caches = layers.stream().mapToLong(decoding::addressOf).toArray();
            rows = zeros(decoding, DataType.INT32, 2 * most);
            state = zeros(decoding, typed, most * config.hiddenSize());
            middle = zeros(decoding, typed, most * config.hiddenSize());
            queries = zeros(decoding, typed, most * heads * head);
            attended = zeros(decoding, typed, most * heads * head);
            wide = zeros(decoding, typed, most * decoding.layers().wide());
            normed = zeros(decoding, typed, most * config.hiddenSize());
            normedForLayers = zeros(decoding, typed, most * config.layers() * config.hiddenSize());
            parts =
                    zeros(
                            decoding,
                            DataType.FLOAT32,
                            most * heads * FusedCalls.SPLITS * (head + 2));
            done = zeros(decoding, DataType.INT32, most * heads);
            long asked = most * ((slots + most - 1) / most);
            logits = typed.zeros(new Shape(asked, config.vocabularySize()), manager);
            logitsOf = new NDArray[(int) asked];
            logitsAddress = decoding.addressOf(logits);
            logitsBytes = (long) config.vocabularySize() * typed.type().getNumOfBytes();
            // Candidates' logits are kept there, too: an answer is told before the next is asked
            // for.
            seen = zeros(decoding, DataType.FLOAT32, most * FusedCalls.OBSERVERS * SEEN);
            observed = zeros(decoding, DataType.INT32, most);
            numbers = zeros(decoding, DataType.INT32, most);
            layerTable = decoding.addressOf(decoding.layerTable(layers, manager));
            answers = decoding.device().map(RowKernels.MOST * ANSWER_BYTES);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private long zeros(FusedDecoding decoding, DataType type, long count) {
        return decoding.addressOf(manager.zeros(new Shape(count), type));
    }

    private long zeros(FusedDecoding decoding, TypedTensors typed, long count) {
        return decoding.addressOf(typed.zeros(new Shape(count), manager));
    }

    int capacity() {
        return capacity;
    }

    long cache(int layer) {
        return caches[layer];
    }

    long rows() {
        return rows;
    }

    long state() {
        return state;
    }

    long middle() {
        return middle;
    }

    long queries() {
        return queries;
    }

    long attended() {
        return attended;
    }

    long wide() {
        return wide;
    }

    /** Norms of up to {@link RowKernels#MOST} rows. */
    long normed() {
        return normed;
    }

    /** The same for each layer. */
    long normedForLayers() {
        return normedForLayers;
    }

    long parts() {
        return parts;
    }

    long done() {
        return done;
    }

    /** Rows whose logits there is room for. */
    int mostLogits() {
        return logitsOf.length;
    }

    /** Where logits are written from a row on. */
    long logits(int row) {
        return logitsAddress + row * logitsBytes;
    }

    /** Of the first rows, {@code [rows, vocabulary]}; the caller closes it. */
    NDArray firstLogits(int rows) {
        return logits.get(new NDIndex(":{}", rows));
    }

    /** A row's, {@code [1, vocabulary]}. */
    NDArray logitsOf(int row) {
        if (logitsOf[row] == null) {
            logitsOf[row] = logits.get(new NDIndex("{}:{}", row, row + 1));
        }
        return logitsOf[row];
    }

    long seen() {
        return seen;
    }

    long observed() {
        return observed;
    }

    long numbers() {
        return numbers;
    }

    long layerTable() {
        return layerTable;
    }

    long answers() {
        return answers.address();
    }

    /** Number of a row's last answer; the others are of it once it is there. */
    int answerNumber(int row) {
        return answers.getInt(row * ANSWER_BYTES);
    }

    AnsweredLogits.Confidences answer(int row) {
        int at = row * ANSWER_BYTES;
        return new AnsweredLogits.Confidences(
                answers.getInt(at + 4),
                answers.getFloat(at + 8),
                answers.getFloat(at + 12),
                answers.getFloat(at + 16));
    }

    /** What a net says of the first row. */
    float answeredScore() {
        return answers.getFloat(20);
    }

    @Override
    public void close() {
        answers.close();
        manager.close();
    }
}
