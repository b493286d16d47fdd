package io.exitbench.model;

import ai.djl.pytorch.jni.IValue;

/** Positions and layer numbers as native arguments, made once instead of once a token. */
final class IntegerConstants implements AutoCloseable {
    private final IValue[] values;

    IntegerConstants(int largest) {
        values = new IValue[largest + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = IValue.from((long) i);
        }
    }

    IValue get(int value) {
        return values[value];
    }

    @Override
    public void close() {
        for (IValue value : values) {
            value.close();
        }
    }
}
