package io.exitbench.model.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.exitbench.ExitBenchException;
import java.util.List;

/**
 * A CUDA device with the context that PyTorch uses. Everything runs on the default stream, in order
 * with PyTorch's own work, so neither has to wait for the other's events.
 */
public final class CudaDevice implements AutoCloseable {
    /** The oldest compute capability with the instructions that kernels use: Ampere. */
    private static final int OLDEST = 80;

    /** The first on which a kernel may begin before the one before it ends: Hopper. */
    private static final int OVERLAPPING = 90;

    private static final int ATTRIBUTE_MAJOR = 75;
    private static final int ATTRIBUTE_MINOR = 76;
    private static final int ATTRIBUTE_SHARED_BYTES = 97;

    /** {@code CU_STREAM_CAPTURE_MODE_RELAXED}: other threads may go on meanwhile. */
    private static final int RELAXED = 2;

    private final CudaDriver driver;
    private final Pointer context;
    private final int device;
    private final int capability;

    private CudaDevice(CudaDriver driver, Pointer context, int device, int capability) {
        this.driver = driver;
        this.context = context;
        this.device = device;
        this.capability = capability;
    }

    /**
     * Opens a device.
     *
     * @param ordinal as PyTorch counts
     * @return the device, which the caller closes
     * @throws ExitBenchException saying why if there is none that kernels can be made for
     */
    public static CudaDevice open(int ordinal) {
        CudaDriver driver = new CudaDriver();
        driver.check(driver.cuInit(0), "start");
        IntByReference handle = new IntByReference();
        driver.check(driver.cuDeviceGet(handle, ordinal), "device " + ordinal);
        int device = handle.getValue();
        int capability =
                10 * attribute(driver, device, ATTRIBUTE_MAJOR)
                        + attribute(driver, device, ATTRIBUTE_MINOR);
        if (capability < OLDEST) {
            throw new ExitBenchException(
                    "the card's compute capability is " + capability / 10.0 + ", below 8.0");
        }
        PointerByReference context = new PointerByReference();
        driver.check(driver.cuDevicePrimaryCtxRetain(context, device), "its context");
        CudaDevice opened = new CudaDevice(driver, context.getValue(), device, capability);
        try {
            opened.adopt();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static int attribute(CudaDriver driver, int device, int which) {
        IntByReference value = new IntByReference();
        driver.check(driver.cuDeviceGetAttribute(value, which, device), "a device's attribute");
        return value.getValue();
    }

    /** Makes the calling thread one that may use this device's objects. */
    public void adopt() {
        driver.check(driver.cuCtxSetCurrent(context), "its context");
    }

    /**
     * @return whether a kernel may begin before the one before it has ended
     */
    public boolean overlaps() {
        return capability >= OVERLAPPING;
    }

    /**
     * @return shared memory that a block can have, in bytes
     */
    public int sharedBytes() {
        return attribute(driver, device, ATTRIBUTE_SHARED_BYTES);
    }

    /**
     * Compiles kernels with the compiler that PyTorch has loaded.
     *
     * @param source CUDA C++
     * @param definitions {@code NAME=value} each
     * @return the kernels, which the caller closes before the device
     * @throws ExitBenchException if there is no compiler, or it refuses
     */
    public CudaProgram compile(String source, List<String> definitions) {
        byte[] code = CudaCompiler.loaded().compile(source, "sm_" + capability, definitions);
        return new CudaProgram(driver, code);
    }

    /**
     * Memory of the host that kernels write to.
     *
     * @param bytes how many, zero at first
     * @return the memory, which the caller closes before the device
     */
    public MappedMemory map(int bytes) {
        return new MappedMemory(driver, bytes);
    }

    /**
     * Makes a call ready to be launched again and again.
     *
     * @param call of a kernel
     * @return the call, which the caller closes before the program
     */
    public PreparedCall prepare(KernelCall call) {
        return new PreparedCall(driver, call, overlaps());
    }

    /**
     * Records calls, so that all of them are launched as one.
     *
     * @param calls in their order
     * @return a graph, which the caller closes before the program
     */
    public CudaGraph record(List<KernelCall> calls) {
        PointerByReference stream = new PointerByReference();
        driver.check(driver.cuStreamCreate(stream, 1), "a stream");
        try {
            return new CudaGraph(driver, instantiate(stream.getValue(), calls));
        } finally {
            driver.cuStreamDestroy_v2(stream.getValue());
        }
    }

    private Pointer instantiate(Pointer stream, List<KernelCall> calls) {
        driver.check(driver.cuStreamBeginCapture_v2(stream, RELAXED), "beginning a graph");
        PointerByReference graph = new PointerByReference();
        try {
            int ended;
            try {
                for (KernelCall call : calls) {
                    try (PreparedCall prepared = prepare(call)) {
                        prepared.launch(stream);
                    }
                }
            } finally {
                ended = driver.cuStreamEndCapture(stream, graph);
            }
            driver.check(ended, "recording a graph");
            PointerByReference executable = new PointerByReference();
            driver.check(
                    driver.cuGraphInstantiateWithFlags(executable, graph.getValue(), 0),
                    "making a graph");
            return executable.getValue();
        } finally {
            if (graph.getValue() != null) {
                driver.cuGraphDestroy(graph.getValue());
            }
        }
    }

    /**
     * Waits for everything on the default stream.
     *
     * @throws ExitBenchException if any of it failed
     */
    public void synchronise() {
        driver.check(driver.cuStreamSynchronize(null), "running kernels");
    }

    @Override
    public void close() {
        driver.cuDevicePrimaryCtxRelease_v2(device);
    }
}
