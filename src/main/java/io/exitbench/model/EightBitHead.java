package io.exitbench.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Optional;

/** An LM head whose rows are kept as 8-bit integers and a scale each, beside the whole one. */
final class EightBitHead implements AutoCloseable {
    /** Of the largest product: far less than one digit that is taken for its neighbour makes. */
    private static final double TOLERANCE = 1e-5;

    private final NDManager manager;
    private final TorchProgram program;
    private final SharedTensor digits;
    private final SharedTensor products;
    private final IValue packed;
    private final float[] lengths;
    private final float[] lost;

    private EightBitHead(NDManager parent, NDArray lmHead) {
        Shape shape = lmHead.getShape();
        manager = parent.newSubManager();
        try (NDManager temporary = parent.newSubManager();
                IValue head = IValue.from((PtNDArray) lmHead)) {
            program =
                    new TorchProgram(
                            manager, TorchSource.read(EightBitHead.class, "screen.torchscript"));
            digits = new SharedTensor(manager, new Shape(ScreenedState.ROWS, shape.get(1)));
            products = new SharedTensor(manager, new Shape(ScreenedState.ROWS, shape.get(0)));
            packed = program.call("pack", head);
            try (IValue both = program.call("lengths", head)) {
                NDArray found = both.toTensor((PtNDManager) temporary);
                lengths = found.get(0).toFloatArray();
                lost = found.get(1).toFloatArray();
            }
        } catch (EngineException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * @param parent manager of the model
     * @param lmHead {@code [vocabulary, width]}, float32, on a CPU
     * @return nothing where PyTorch has no 8-bit products for this processor, or none that take
     *     digits as they are
     */
    static Optional<EightBitHead> of(NDManager parent, NDArray lmHead) {
        EightBitHead made;
        try {
            made = new EightBitHead(parent, lmHead);
        } catch (EngineException e) {
            return Optional.empty();
        }
        if (!made.isExact(lmHead)) {
            made.close();
            return Optional.empty();
        }
        return Optional.of(made);
    }

    /** Whether products are those of the integers, some of all sizes for an example. */
    private boolean isExact(NDArray lmHead) {
        int width = Math.toIntExact(lmHead.getShape().get(1));
        float[] sizes = new float[width];
        for (int i = 0; i < width; i++) {
            sizes[i] = i * 37 % (2 * ScreenedState.LARGEST + 1) - ScreenedState.LARGEST;
        }
        digits.values().put(0, ScreenedState.bounded(sizes, sizes));
        try (IValue head = IValue.from((PtNDArray) lmHead);
                IValue deviation = program.call("deviation", packed, head, digits.value())) {
            return deviation.toDouble() <= TOLERANCE;
        }
    }

    /**
     * Multiplies all rows by a state.
     *
     * @param state its digits
     * @param coarse what the coarse ones give, in their unit, for each row
     * @param fine the same of the fine ones
     */
    synchronized void multiply(ScreenedState state, float[] coarse, float[] fine) {
        digits.values().put(0, state.digits());
        program.call("products_into", products.value(), packed, digits.value()).close();
        products.values().get(0, coarse);
        products.values().get(coarse.length, fine);
    }

    /**
     * @return of each whole row the length; shared
     */
    float[] lengths() {
        return lengths;
    }

    /**
     * @return the length of what 8 bits leave out of each row; shared
     */
    float[] lost() {
        return lost;
    }

    @Override
    public void close() {
        packed.close();
        digits.close();
        products.close();
        program.close();
        manager.close();
    }
}
