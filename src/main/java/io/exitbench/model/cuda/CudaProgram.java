package io.exitbench.model.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.HashMap;
import java.util.Map;

/** Compiled kernels on a device. */
public final class CudaProgram implements AutoCloseable {
    /** {@code CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES}. */
    private static final int DYNAMIC_SHARED_BYTES = 8;

    private final CudaDriver driver;
    private final Pointer module;
    private final Map<String, Pointer> kernels = new HashMap<>();

    CudaProgram(CudaDriver driver, byte[] code) {
        this.driver = driver;
        PointerByReference loaded = new PointerByReference();
        driver.check(driver.cuModuleLoadData(loaded, code), "loading kernels");
        module = loaded.getValue();
    }

    /**
     * Looks a kernel up.
     *
     * @param name in the source
     * @param sharedBytes dynamic shared memory that its calls take at most
     */
    public void allow(String name, int sharedBytes) {
        driver.check(
                driver.cuFuncSetAttribute(kernel(name), DYNAMIC_SHARED_BYTES, sharedBytes),
                "giving kernel " + name + " " + sharedBytes + " bytes of shared memory");
    }

    Pointer kernel(String name) {
        return kernels.computeIfAbsent(name, this::find);
    }

    private Pointer find(String name) {
        PointerByReference kernel = new PointerByReference();
        driver.check(driver.cuModuleGetFunction(kernel, module, name), "finding kernel " + name);
        return kernel.getValue();
    }

    @Override
    public void close() {
        driver.cuModuleUnload(module);
    }
}
