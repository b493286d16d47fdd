package io.exitbench.model.cuda;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.exitbench.ExitBenchException;
import java.util.List;

/**
 * NVRTC, CUDA's run-time compiler: the copy that PyTorch has loaded for itself, so that nothing has
 * to be installed and versions fit.
 */
final class CudaCompiler {
    private final Nvrtc library;

    private CudaCompiler(Nvrtc library) {
        this.library = library;
    }

    /**
     * @throws ExitBenchException if this process has not loaded the library
     */
    static CudaCompiler loaded() {
        String file =
                LoadedLibrary.find(path -> path.contains("/libnvrtc") && !path.contains("builtins"))
                        .orElseThrow(() -> new ExitBenchException("PyTorch has loaded no NVRTC"));
        try {
            // Looked up now: an interface would not miss it before the first call.
            NativeLibrary.getInstance(file).getFunction("nvrtcGetCUBIN");
            return new CudaCompiler(Native.load(file, Nvrtc.class));
        } catch (UnsatisfiedLinkError e) {
            throw new ExitBenchException("NVRTC cannot be loaded (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Compiles for one architecture.
     *
     * @param source CUDA C++
     * @param architecture such as {@code sm_90}
     * @param definitions {@code NAME=value} each
     * @return machine code
     * @throws ExitBenchException with the compiler's words if it does not compile
     */
    byte[] compile(String source, String architecture, List<String> definitions) {
        PointerByReference handle = new PointerByReference();
        check(library.nvrtcCreateProgram(handle, source, "rows.cu", 0, null, null), "source");
        try {
            String[] options = new String[definitions.size() + 2];
            options[0] = "--gpu-architecture=" + architecture;
            options[1] = "--std=c++17";
            for (int i = 0; i < definitions.size(); i++) {
                options[i + 2] = "-D" + definitions.get(i);
            }
            Pointer program = handle.getValue();
            if (library.nvrtcCompileProgram(program, options.length, options) != 0) {
                throw new ExitBenchException("NVRTC does not compile the kernels: " + log(program));
            }
            LongByReference size = new LongByReference();
            check(library.nvrtcGetCUBINSize(program, size), "size");
            byte[] code = new byte[Math.toIntExact(size.getValue())];
            check(library.nvrtcGetCUBIN(program, code), "code");
            return code;
        } finally {
            library.nvrtcDestroyProgram(handle);
        }
    }

    private String log(Pointer program) {
        LongByReference size = new LongByReference();
        check(library.nvrtcGetProgramLogSize(program, size), "log");
        try (Memory text = new Memory(size.getValue())) {
            check(library.nvrtcGetProgramLog(program, text), "log");
            return text.getString(0);
        }
    }

    private static void check(int result, String what) {
        if (result != 0) {
            throw new ExitBenchException("NVRTC gives no " + what + ": error " + result);
        }
    }

    /** NVIDIA's names. */
    interface Nvrtc extends Library {
        int nvrtcCreateProgram(
                PointerByReference program,
                String source,
                String name,
                int headers,
                Pointer sources,
                Pointer names);

        int nvrtcCompileProgram(Pointer program, int count, String[] options);

        int nvrtcGetCUBINSize(Pointer program, LongByReference size);

        int nvrtcGetCUBIN(Pointer program, byte[] code);

        int nvrtcGetProgramLogSize(Pointer program, LongByReference size);

        int nvrtcGetProgramLog(Pointer program, Pointer log);

        int nvrtcDestroyProgram(PointerByReference program);
    }
}
