package io.exitbench.model.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** Memory of the host that kernels write to, so that a number arrives without a copy. */
public final class MappedMemory implements AutoCloseable {
    /** {@code CU_MEMHOSTALLOC_DEVICEMAP}. */
    private static final int MAPPED = 2;

    private final CudaDriver driver;
    private final Pointer host;
    private final long address;

    MappedMemory(CudaDriver driver, int bytes) {
        this.driver = driver;
        PointerByReference result = new PointerByReference();
        driver.check(driver.cuMemHostAlloc(result, bytes, MAPPED), "memory of the host");
        host = result.getValue();
        host.clear(bytes);
        try {
            driver.check(
                    driver.cuMemHostGetDevicePointer_v2(result, host, 0),
                    "mapping memory of the host");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        address = Pointer.nativeValue(result.getValue());
    }

    /**
     * @return where kernels find it
     */
    public long address() {
        return address;
    }

    /**
     * @param offset in bytes
     * @return the number that is there now
     */
    public int getInt(int offset) {
        return host.getInt(offset);
    }

    /**
     * @param offset in bytes
     * @return the number that is there now
     */
    public float getFloat(int offset) {
        return host.getFloat(offset);
    }

    @Override
    public void close() {
        driver.cuMemFreeHost(host);
    }
}
