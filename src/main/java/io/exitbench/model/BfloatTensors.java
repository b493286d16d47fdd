package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;

/**
 * Tensors of bfloat16, which DJL's PyTorch library does not know: handed that type, it ends the
 * process. So TorchScript makes and fills them. DJL takes them for tensors of an unknown type and
 * can hold, index and pass on such ones; whoever wants their numbers converts them to float32
 * first.
 */
final class BfloatTensors implements TypedTensors {
    private final TorchProgram program;
    private final IValue like;

    BfloatTensors(NDManager manager) {
        program = new TorchProgram(manager, TorchSource.bfloatTensors());
        try (NDArray nothing = manager.create(new Shape(0));
                IValue argument = IValue.from((PtNDArray) nothing)) {
            like = program.call("rounded", argument);
        }
    }

    @Override
    public DataType type() {
        return DataType.BFLOAT16;
    }

    @Override
    public NDArray empty(Shape shape, NDManager owner) {
        return made("empty", shape, owner);
    }

    @Override
    public NDArray zeros(Shape shape, NDManager owner) {
        return made("zeros", shape, owner);
    }

    private NDArray made(String method, Shape shape, NDManager owner) {
        try (IValue sizes = IValue.listFrom(shape.getShape());
                IValue result = program.call(method, like, sizes)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    @Override
    public NDArray normal(float deviation, Shape shape, NDManager owner) {
        try (NDArray drawn = owner.randomNormal(0, deviation, shape, DataType.FLOAT32)) {
            return copy(drawn, owner);
        }
    }

    @Override
    public NDArray copy(NDArray borrowed, NDManager owner) {
        try (IValue argument = IValue.from((PtNDArray) borrowed);
                IValue result = program.call("rounded", argument)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    @Override
    public void put(NDArray target, long row, NDArray values) {
        put("put", target, row, values);
    }

    /** DJL takes the sixteen bits for those of another type. */
    @Override
    public void putStored(NDArray target, long row, ByteBuffer stored, Shape shape) {
        try (NDArray bits = target.getManager().create(stored, shape, DataType.FLOAT16)) {
            put("put_bits", target, row, bits);
        }
    }

    private void put(String method, NDArray target, long row, NDArray values) {
        try (IValue into = IValue.from((PtNDArray) target);
                IValue first = IValue.from(row);
                IValue rows = IValue.from((PtNDArray) values)) {
            program.call(method, into, first, rows).close();
        }
    }

    @Override
    public void close() {
        like.close();
        program.close();
    }
}
