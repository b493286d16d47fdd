package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.weights.Floats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BfloatTensorsTest {
    private static final int PATTERNS = 1 << 16;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), DecoderModel.ENGINE);
    private final TypedTensors tensors = TypedTensors.of(manager, DataType.BFLOAT16);

    @AfterEach
    void free() {
        tensors.close();
        manager.close();
    }

    private static float[] read(NDArray tensor) {
        return tensor.toType(DataType.FLOAT32, false).toFloatArray();
    }

    @Test
    void storedBitsAreTakenAsTheyAre() {
        ByteBuffer stored =
                ByteBuffer.allocateDirect(PATTERNS * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < PATTERNS; bits++) {
            stored.putShort((short) bits);
        }
        stored.flip();
        float[] expected = new float[PATTERNS];
        for (int bits = 0; bits < PATTERNS; bits++) {
            expected[bits] = Floats.fromBfloat((short) bits);
        }
        NDArray target = tensors.empty(new Shape(257, 256), manager);
        tensors.putStored(target, 1, stored, new Shape(256, 256));
        assertThat(read(target.get("1:"))).isEqualTo(expected);
    }

    @Test
    void numbersAreRoundedToTheNearest() {
        float[] numbers = numbers(1000);
        NDArray rounded = tensors.copy(manager.create(numbers), manager);
        assertThat(read(rounded)).isEqualTo(rounded(numbers));
    }

    @Test
    void rowsAreWrittenWhereTheyBelongAndNoOthers() {
        float[] numbers = numbers(6);
        NDArray target = tensors.zeros(new Shape(4, 3), manager);
        tensors.put(target, 1, manager.create(numbers, new Shape(2, 3)));
        float[] expected = new float[12];
        System.arraycopy(rounded(numbers), 0, expected, 3, 6);
        assertThat(read(target)).isEqualTo(expected);
    }

    /** The values of a random model are drawn by the generator that was seeded. */
    @Test
    void drawnNumbersHaveTheDeviationAskedFor() {
        float[] drawn = read(tensors.normal(0.5f, new Shape(100, 100), manager));
        double squares = 0;
        for (float number : drawn) {
            squares += number * number / drawn.length;
        }
        assertThat(Math.sqrt(squares)).isBetween(0.48, 0.52);
        assertThat(rounded(drawn)).isEqualTo(drawn);
    }

    private static float[] numbers(int count) {
        Random random = new Random(5);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(70) - 35));
        }
        return numbers;
    }

    private static float[] rounded(float[] numbers) {
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            rounded[i] = Floats.fromBfloat(Floats.toBfloat(numbers[i]));
        }
        return rounded;
    }
}
