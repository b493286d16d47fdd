package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.exitbench.ExitBenchException;
import io.exitbench.model.cuda.LoadedLibrary;

/**
 * Where a tensor's numbers are, for kernels that PyTorch does not launch. DJL has no such question;
 * PyTorch's own C interface, made for ahead-of-time compiled models, has: {@code
 * aoti_torch_get_data_ptr}.
 */
final class TensorAddress {
    private static final String QUESTION = "aoti_torch_get_data_ptr";

    private final Torch library;

    private TensorAddress(Torch library) {
        this.library = library;
    }

    /**
     * @throws ExitBenchException if PyTorch's library is not there or is too old
     */
    static TensorAddress find() {
        String file =
                LoadedLibrary.find(path -> path.endsWith("/libtorch_cpu.so"))
                        .orElseThrow(() -> new ExitBenchException("PyTorch is not loaded"));
        try {
            // Looked up now: an interface would not miss it before the first call.
            NativeLibrary.getInstance(file).getFunction(QUESTION);
            return new TensorAddress(Native.load(file, Torch.class));
        } catch (UnsatisfiedLinkError e) {
            throw new ExitBenchException("PyTorch cannot be asked (" + e.getMessage() + ")", e);
        }
    }

    /**
     * @param tensor contiguous
     * @return its first number's address, in the memory of its device
     */
    long of(NDArray tensor) {
        PointerByReference address = new PointerByReference();
        Pointer handle = new Pointer(((PtNDArray) tensor).getHandle());
        if (library.aoti_torch_get_data_ptr(handle, address) != 0) {
            throw new ExitBenchException("PyTorch does not say where a tensor is");
        }
        return Pointer.nativeValue(address.getValue());
    }

    /** PyTorch's names. */
    interface Torch extends Library {
        int aoti_torch_get_data_ptr(Pointer tensor, PointerByReference address);
    }
}
