package io.exitbench.model.cuda;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.exitbench.ExitBenchException;

/**
 * The functions of {@code libcuda.so.1} that are used, with NVIDIA's names. They are bound
 * directly, not through a proxy: one of them is called for every segment of every token.
 */
final class CudaDriver {
    private static final String FILE = "libcuda.so.1";

    CudaDriver() {
        try {
            Native.register(CudaDriver.class, NativeLibrary.getInstance(FILE));
        } catch (UnsatisfiedLinkError e) {
            throw new ExitBenchException(
                    "NVIDIA's driver (" + FILE + ") is not there or too old", e);
        }
    }

    /**
     * @param result what a function returned
     * @param doing for the message, such as "recording a graph"
     * @throws ExitBenchException if it is not success
     */
    void check(int result, String doing) {
        if (result != 0) {
            PointerByReference name = new PointerByReference();
            String known = cuGetErrorName(result, name) == 0 ? name.getValue().getString(0) : "";
            throw new ExitBenchException(
                    "CUDA failed at " + doing + ": error " + result + " " + known);
        }
    }

    native int cuInit(int flags);

    native int cuGetErrorName(int error, PointerByReference name);

    native int cuDeviceGet(IntByReference device, int ordinal);

    native int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

    native int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

    native int cuDevicePrimaryCtxRelease_v2(int device);

    native int cuCtxSetCurrent(Pointer context);

    native int cuModuleLoadData(PointerByReference module, byte[] image);

    native int cuModuleUnload(Pointer module);

    native int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

    native int cuFuncSetAttribute(Pointer function, int attribute, int value);

    native int cuLaunchKernelEx(Pointer config, Pointer function, Pointer arguments, Pointer extra);

    native int cuStreamCreate(PointerByReference stream, int flags);

    native int cuStreamDestroy_v2(Pointer stream);

    native int cuStreamSynchronize(Pointer stream);

    native int cuStreamBeginCapture_v2(Pointer stream, int mode);

    native int cuStreamEndCapture(Pointer stream, PointerByReference graph);

    native int cuGraphInstantiateWithFlags(
            PointerByReference executable, Pointer graph, long flags);

    native int cuGraphDestroy(Pointer graph);

    native int cuGraphExecDestroy(Pointer executable);

    native int cuGraphLaunch(Pointer executable, Pointer stream);

    native int cuMemHostAlloc(PointerByReference memory, long bytes, int flags);

    native int cuMemHostGetDevicePointer_v2(PointerByReference device, Pointer host, int flags);

    native int cuMemFreeHost(Pointer memory);
}
