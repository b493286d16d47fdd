package io.exitbench.model.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * A call of a kernel with its arguments in native memory. A launch copies them, so they can be
 * changed for the next one at once.
 */
public final class PreparedCall implements AutoCloseable {
    /** {@code CUlaunchConfig}: grid, block, shared bytes, stream, attributes, their number. */
    private static final int CONFIG_BYTES = 56;

    private static final int STREAM = 32;
    private static final int ATTRIBUTES = 40;
    private static final int ATTRIBUTE_COUNT = 48;

    /** {@code CUlaunchAttribute}: an identifier and 64 bytes from the eighth on. */
    private static final int ATTRIBUTE_BYTES = 72;

    /** {@code CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION}. */
    private static final int MAY_BEGIN_EARLY = 6;

    private final CudaDriver driver;
    private final String kernel;
    private final Pointer function;
    private final Memory config = new Memory(CONFIG_BYTES);
    private final Memory attribute = new Memory(ATTRIBUTE_BYTES);
    private final Memory values;
    private final Memory pointers;
    private final long[] offsets;

    PreparedCall(CudaDriver driver, KernelCall call, boolean overlaps) {
        this.driver = driver;
        kernel = call.kernel();
        function = call.program().kernel(kernel);
        List<byte[]> arguments = call.arguments();
        offsets = new long[arguments.size()];
        long size = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = size;
            // Aligned for any of them.
            size += (arguments.get(i).length + 15) / 16 * 16;
        }
        values = new Memory(size);
        pointers = new Memory(8L * offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            values.write(offsets[i], arguments.get(i), 0, arguments.get(i).length);
            pointers.setPointer(8L * i, values.share(offsets[i]));
        }
        config.clear();
        attribute.clear();
        for (int i = 0; i < 3; i++) {
            config.setInt(4L * i, call.blocks()[i]);
            config.setInt(12 + 4L * i, i == 0 ? call.threads() : 1);
        }
        config.setInt(24, call.sharedBytes());
        if (overlaps) {
            attribute.setInt(0, MAY_BEGIN_EARLY);
            attribute.setInt(8, 1);
            config.setPointer(ATTRIBUTES, attribute);
            config.setInt(ATTRIBUTE_COUNT, 1);
        }
    }

    /**
     * Changes a number or the first numbers of a {@code struct}.
     *
     * @param argument which, from 0
     * @param numbers its new values
     */
    public void set(int argument, int... numbers) {
        values.write(offsets[argument], numbers, 0, numbers.length);
    }

    /**
     * Changes an address.
     *
     * @param argument which, from 0
     * @param address in the device's memory
     */
    public void setPointer(int argument, long address) {
        values.setLong(offsets[argument], address);
    }

    /** Launches it on the default stream; does not wait. */
    public void launch() {
        launch(null);
    }

    void launch(Pointer stream) {
        config.setPointer(STREAM, stream);
        driver.check(
                driver.cuLaunchKernelEx(config, function, pointers, null),
                "launching kernel " + kernel);
    }

    @Override
    public void close() {
        config.close();
        attribute.close();
        values.close();
        pointers.close();
    }
}
