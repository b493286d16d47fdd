package io.exitbench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.exitbench.model.weights.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A decoder whose operations record gradients: the arithmetic of {@link DecoderModel} on whole
 * sequences, with weights in float32 that an optimizer may change. One thread at a time.
 */
public final class TrainableDecoder implements AutoCloseable {
    private static final String LIST = "weights[]";

    private final Checkpoint checkpoint;
    private final NDManager manager;
    private final List<NDArray> tensors;
    private final Map<String, String> partsByStoredName;
    private final TorchProgram program;
    private final DataType type;

    /**
     * Loads the weights.
     *
     * @param checkpoint whose weights are the start
     * @param device to train on
     * @param type compute type; with float16 the weights themselves stay float32
     * @param positions longest sequence
     * @param threads of PyTorch on a CPU
     */
    public TrainableDecoder(
            Checkpoint checkpoint, Device device, DataType type, int positions, int threads) {
        this.checkpoint = checkpoint;
        this.type = type;
        Architecture architecture = checkpoint.config().architecture();
        manager = NDManager.newBaseManager(device, DecoderModel.ENGINE);
        JniUtils.setNumThreads(threads);
        try (WeightSource weights = WeightSource.open(checkpoint.folder())) {
            StoredTensors source =
                    new StoredTensors(checkpoint.folder(), weights, architecture, DataType.FLOAT32);
            tensors =
                    DecoderWeights.load(manager, architecture, source, positions, DataType.FLOAT32);
            partsByStoredName = source.partsByStoredName();
            program = new TorchProgram(manager, TorchSource.training(architecture));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * @return the checkpoint that the weights came from
     */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /**
     * @return owner of everything on the device
     */
    public NDManager manager() {
        return manager;
    }

    /**
     * The weights, each once, tied ones too, without tables that are computed.
     *
     * @return float32 arrays that the decoder uses in place
     */
    public List<NDArray> parameters() {
        Architecture architecture = checkpoint.config().architecture();
        List<Architecture.Slot> slots = new ArrayList<>(architecture.globalSlots());
        int globals = slots.size();
        for (int layer = 0; layer < checkpoint.config().layers(); layer++) {
            slots.addAll(architecture.layerSlots(layer));
        }
        int tables = architecture.globalCount() - globals;
        List<NDArray> parameters = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            NDArray tensor = tensors.get(i < globals ? i : i + tables);
            boolean known = parameters.stream().anyMatch(p -> p == tensor);
            if (!known && !slots.get(i).parts().isEmpty()) {
                parameters.add(tensor);
            }
        }
        return parameters;
    }

    /**
     * Begins a pass through the model with its weights as they are now.
     *
     * @param step owner of everything the pass makes
     * @return the pass, over weights in the compute type
     */
    public TrainingPass pass(NDManager step) {
        return new TrainingPass(program, step, inComputeType(step, tensors, LIST));
    }

    private NDList inComputeType(NDManager owner, List<NDArray> arrays, String name) {
        arrays.forEach(array -> array.setName(name));
        NDList list = new NDList(arrays);
        if (type == DataType.FLOAT16) {
            list = program.record(owner, "cast", list);
            list.forEach(array -> array.setName(name));
        }
        return list;
    }

    /**
     * Adds a trained block to hidden states.
     *
     * @param owner of the result
     * @param block the four arrays of {@link ExitBlocks}
     * @param states {@code [rows, hidden]}
     * @return {@code [rows, hidden]}
     */
    public NDArray exitBlock(NDManager owner, List<NDArray> block, NDArray states) {
        NDList arguments = inComputeType(owner, block, "block[]");
        arguments.add(states);
        return program.record(owner, "exit_block", arguments).singletonOrThrow();
    }

    /**
     * Sum of squares over several arrays, in double precision.
     *
     * @param arrays on the decoder's device
     * @return the sum, at least 0; not finite if an entry is not
     */
    public double squaredNorm(List<NDArray> arrays) {
        try (IValue list = list(arrays);
                IValue norm = program.call("squared_norm", list)) {
            return norm.toDouble();
        }
    }

    /**
     * One step of AdamW (Loshchilov and Hutter, arXiv 1711.05101) in place.
     *
     * @param weights to change
     * @param gradients one for each weight
     * @param means running means of the gradients, changed too
     * @param squares running means of their squares, changed too
     * @param step what the step depends on
     */
    public void adamW(
            List<NDArray> weights,
            List<NDArray> gradients,
            List<NDArray> means,
            List<NDArray> squares,
            AdamWStep step) {
        List<IValue> arguments = new ArrayList<>();
        arguments.add(list(weights));
        arguments.add(list(gradients));
        arguments.add(list(means));
        arguments.add(list(squares));
        for (double number : step.arguments()) {
            arguments.add(IValue.from(number));
        }
        program.call("adamw", arguments.toArray(IValue[]::new)).close();
        arguments.forEach(IValue::close);
    }

    private static IValue list(List<NDArray> arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }

    /** Current values under the names of the checkpoint's files. */
    TrainedTensors trained() {
        return new TrainedTensors(checkpoint.config().architecture(), tensors, partsByStoredName);
    }

    @Override
    public void close() {
        program.close();
        manager.close();
    }
}
