package io.exitbench.model;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;

/** The library that PyTorch hands matrix products on a CPU to. */
final class OneDnn {
    private static final String QUESTION =
            """
            class Decoder(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def supported(self: __torch__.Decoder) -> bool:
                return ops.mkldnn._is_mkldnn_bf16_supported()
            """;

    private OneDnn() {}

    /**
     * Whether it computes in bfloat16 on this processor. PyTorch asks the same before every such
     * product; where the answer is no, its own loops do it, which take several times as long for
     * many rows. On x86 it takes AVX-512, of which AVX512_BF16 and AMX multiply bfloat16 as it is.
     *
     * @return false, too, if PyTorch was built without the library
     */
    static boolean computesBfloat16() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), DecoderModel.ENGINE);
                TorchProgram program = new TorchProgram(manager, QUESTION);
                IValue answer = program.call("supported")) {
            return answer.toBoolean();
        } catch (EngineException e) {
            // The question is part of the library.
            return false;
        }
    }
}
