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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder whose operations record gradients: the arithmetic of {@link DecoderModel} on whole
 * sequences, with weights in float32 that an optimizer may change. One thread at a time.
 */
public final class TrainableDecoder implements AutoCloseable {
    private final LoadableModel model;
    private final NDManager manager;
    private final List<NDArray> tensors;
    private final Map<String, String> partsByStoredName;
    private final TorchProgram program;
    private final WeightCast cast;

    /**
     * Loads the weights.
     *
     * @param model whose weights are the start
     * @param device to train on
     * @param type compute type
     * @param stored type that the weights are kept in: float32 for those that are to be trained
     * @param positions longest sequence
     * @param threads of PyTorch on a CPU
     */
    public TrainableDecoder(
            LoadableModel model,
            Device device,
            DataType type,
            DataType stored,
            int positions,
            int threads) {
        this.model = model;
        Architecture architecture = model.config().architecture();
        manager = NDManager.newBaseManager(device, DecoderModel.ENGINE);
        JniUtils.setNumThreads(threads);
        try {
            partsByStoredName = new HashMap<>();
            tensors = load(stored, positions);
            program = new TorchProgram(manager, TorchSource.training(architecture, type));
            cast = new WeightCast(program, type);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private List<NDArray> load(DataType stored, int positions) {
        try (TypedTensors typed = TypedTensors.of(manager, stored)) {
            return load(typed, positions);
        }
    }

    private List<NDArray> load(TypedTensors typed, int positions) {
        Architecture architecture = model.config().architecture();
        if (model instanceof RandomModel random) {
            return DecoderWeights.load(manager, architecture, random.tensors(), positions, typed);
        }
        Path folder = ((Checkpoint) model).folder();
        try (WeightSource weights = WeightSource.open(folder)) {
            StoredTensors source = new StoredTensors(folder, weights, architecture);
            List<NDArray> loaded =
                    DecoderWeights.load(manager, architecture, source, positions, typed);
            partsByStoredName.putAll(source.partsByStoredName());
            return loaded;
        }
    }

    /**
     * @return the model that the weights came from
     */
    public LoadableModel model() {
        return model;
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
     * @return arrays that the decoder uses in place
     */
    public List<NDArray> parameters() {
        Architecture architecture = model.config().architecture();
        List<Architecture.Slot> slots = new ArrayList<>(architecture.globalSlots());
        int globals = slots.size();
        for (int layer = 0; layer < model.config().layers(); layer++) {
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
        return new TrainingPass(program, cast, step, tensors, model.config().architecture());
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
        NDList arguments = cast.of(owner, block, "block[]");
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
        return new TrainedTensors(model.config().architecture(), tensors, partsByStoredName);
    }

    @Override
    public void close() {
        program.close();
        manager.close();
    }
}
