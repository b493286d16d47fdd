package io.exitbench.agent.stopping;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What tokens show at each exit, in ND4J's memory.
 *
 * @param arrays for each exit [count, inputs]
 */
record SeenRows(INDArray[] arrays) implements AutoCloseable {
    /**
     * Copies rows.
     *
     * @param rows for each exit [count × inputs], row-major
     */
    static SeenRows of(float[][] rows, int count, int inputs) {
        return new SeenRows(
                Arrays.stream(rows).map(row -> array(row, count, inputs)).toArray(INDArray[]::new));
    }

    /** As a block: ND4J's own copy goes number by number. */
    private static INDArray array(float[] row, int count, int inputs) {
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {count, inputs}, 'c');
        array.data().asNioFloat().put(row, 0, count * inputs);
        // On a GPU, that these numbers are the ones that hold.
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
        return array;
    }

    /**
     * Gives the last number of every row another value.
     *
     * @param value of the rows' last input
     */
    void setLast(float value) {
        for (INDArray array : arrays) {
            array.getColumn(array.columns() - 1).assign(value);
        }
    }

    @Override
    public void close() {
        Arrays.stream(arrays).forEach(INDArray::close);
    }
}
