package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * The rows of an LM head in float32 on a CPU, read where they are. They are the model's and end
 * with it.
 */
final class HeadRows {
    private final FloatBuffer values;
    private final int width;

    private HeadRows(FloatBuffer values, int width) {
        this.values = values;
        this.width = width;
    }

    /**
     * @param lmHead {@code [vocabulary, width]}, which outlives the rows
     * @return nothing if Java cannot read it in place: on a GPU, in another type, or beyond the 2
     *     GiB of a buffer
     */
    static Optional<HeadRows> of(NDArray lmHead) {
        long bytes = lmHead.size() * Float.BYTES;
        if (lmHead.getDevice().isGpu()
                || lmHead.getDataType() != DataType.FLOAT32
                || bytes > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        ByteBuffer inPlace = lmHead.toByteBuffer(true).order(ByteOrder.nativeOrder());
        return Optional.of(
                new HeadRows(inPlace.asFloatBuffer(), Math.toIntExact(lmHead.getShape().get(1))));
    }

    /**
     * @return of a row
     */
    int width() {
        return width;
    }

    /**
     * Copies a row.
     *
     * @param token whose row it is
     * @param into where it goes to
     * @param at its first place there
     */
    void copy(int token, float[] into, int at) {
        values.get(token * width, into, at, width);
    }
}
