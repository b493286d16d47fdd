package io.exitbench.model.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel, how often it runs, and what it is given. Made in one expression: {@code new
 * KernelCall(program, "attend", 128).grid(32, 4, 1).pointer(rows).number(capacity)}.
 */
public final class KernelCall {
    private final CudaProgram program;
    private final String kernel;
    private final int threads;
    private final List<byte[]> arguments = new ArrayList<>();
    private int[] blocks = {1, 1, 1};
    private int sharedBytes;

    /**
     * @param program that has the kernel
     * @param kernel its name
     * @param threads of a block
     */
    public KernelCall(CudaProgram program, String kernel, int threads) {
        this.program = program;
        this.kernel = kernel;
        this.threads = threads;
    }

    /**
     * @param x blocks along the first axis
     * @param y along the second
     * @param z along the third
     */
    public KernelCall grid(int x, int y, int z) {
        blocks = new int[] {x, y, z};
        return this;
    }

    /**
     * @param bytes of dynamic shared memory
     */
    public KernelCall shared(int bytes) {
        sharedBytes = bytes;
        return this;
    }

    /**
     * @param address in the device's memory, or 0
     */
    public KernelCall pointer(long address) {
        arguments.add(bytes(8).putLong(address).array());
        return this;
    }

    /**
     * @param value of an {@code int}
     */
    public KernelCall number(int value) {
        arguments.add(bytes(4).putInt(value).array());
        return this;
    }

    /**
     * @param values of a {@code struct} that holds these integers
     */
    public KernelCall numbers(int... values) {
        ByteBuffer struct = bytes(4 * values.length);
        for (int value : values) {
            struct.putInt(value);
        }
        arguments.add(struct.array());
        return this;
    }

    /**
     * @param bytes of a {@code struct} as it lies in memory
     */
    public KernelCall struct(byte[] bytes) {
        arguments.add(bytes.clone());
        return this;
    }

    /**
     * A {@code struct} of an address and an {@code int}.
     *
     * @param address in the device's memory
     * @param value of the number
     */
    public KernelCall pointerAndNumber(long address, int value) {
        arguments.add(bytes(16).putLong(address).putInt(value).array());
        return this;
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }

    CudaProgram program() {
        return program;
    }

    String kernel() {
        return kernel;
    }

    int threads() {
        return threads;
    }

    int[] blocks() {
        return blocks;
    }

    int sharedBytes() {
        return sharedBytes;
    }

    List<byte[]> arguments() {
        return arguments;
    }
}
