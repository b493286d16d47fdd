package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.model.llama.LlamaConfig;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.RotaryEmbedding;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where there are no graphs, that is said once, and refused where they were asked for. */
class FusionTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");

    /** Shared memory that a block can have on compute capability 9.0. */
    private static final int HOPPERS_BLOCK = 232_448;

    /** The same on 8.9. */
    private static final int ADAS_BLOCK = 101_376;

    private static final DecoderOptions CPU =
            new DecoderOptions(Device.cpu(), DataType.FLOAT32, 8, 1);

    @Test
    void aCpuIsUntouched() {
        try (DecoderModel model = load(CPU)) {
            assertThat(model.execution()).isEqualTo("operators");
            try (DecoderSession session = model.newSession()) {
                assertThat(session).isNotInstanceOf(KernelSession.class);
            }
        }
    }

    @Test
    void graphsThatAreAskedForAndCannotBeAreRefused() {
        assertThatExceptionOfType(ExitBenchException.class)
                .isThrownBy(() -> load(CPU.withGraphs(Graphs.ON)))
                .withMessage(
                        "CUDA graphs are to be on but the device is a CPU; give auto or off"
                                + " (exitbench.graphs).");
    }

    @Test
    void aWordThatIsNoChoiceIsRefused() {
        assertThat(Graphs.parse(" AUTO ")).isEqualTo(Graphs.AUTO);
        assertThatExceptionOfType(ExitBenchException.class)
                .isThrownBy(() -> Graphs.parse("maybe"))
                .withMessage("Graphs are auto, on or off, not \"maybe\" (exitbench.graphs).");
    }

    @Test
    void kernelsAreMadeForTheModelsSizesAndNoOthers() {
        ModelConfig config = Architectures.registered().shapes().get("opt-2.7b");
        FusedLayers layers = config.architecture().fusedLayers().orElseThrow();
        assertThat(FusedDecoding.definitions(config, layers, DataType.FLOAT16, true))
                .contains(
                        "HIDDEN=2560",
                        "HEAD=80",
                        "WIDE=10240",
                        "RMS=0",
                        "ROTARY=0",
                        "LEARNED_POSITIONS=1",
                        "BIASED_HEADS=1",
                        "EPSILON=1.000000000e-05f");
    }

    @Test
    void kernelsComputeInEachTypeWhereABlockHasRoomForIt() {
        ModelConfig large = Architectures.registered().shapes().get("opt-2.7b");
        ModelConfig small = Architectures.registered().shapes().get("opt-125m");
        assertThat(definitions(large, DataType.FLOAT16)).contains("SINGLE=0", "BFLOAT=0");
        assertThat(definitions(small, DataType.FLOAT32)).contains("SINGLE=1", "BFLOAT=0");
        sizes(large, DataType.FLOAT16).requireSharedMemory(HOPPERS_BLOCK);
        sizes(large, DataType.FLOAT32).requireSharedMemory(HOPPERS_BLOCK);
        sizes(large, DataType.FLOAT16).requireSharedMemory(ADAS_BLOCK);
        ModelConfig larger = llama(65_536, 512, 128);
        assertThatExceptionOfType(ExitBenchException.class)
                .isThrownBy(
                        () -> sizes(larger, DataType.FLOAT32).requireSharedMemory(HOPPERS_BLOCK))
                .withMessageContaining("shared memory for hidden states of 65536");
        assertThatExceptionOfType(ExitBenchException.class)
                .isThrownBy(() -> sizes(small, DataType.INT8).requireFit())
                .withMessageContaining("int8");
    }

    /** Three heads of 32 are three lines of the cache in float32, and one and a half in float16. */
    @Test
    void queriesThatLeavePartOfALineAreRefused() {
        ModelConfig config = llama(256, 3, 32);
        sizes(config, DataType.FLOAT32).requireFit();
        assertThatExceptionOfType(ExitBenchException.class)
                .isThrownBy(() -> sizes(config, DataType.FLOAT16).requireFit())
                .withMessage("kernels compute with queries of a multiple of 64, not 96");
    }

    private static ModelConfig llama(int hidden, int heads, int head) {
        return new LlamaConfig(
                new DecoderShape(2, hidden, heads, 1, head, 512, 160, 64),
                1e-5,
                new RotaryEmbedding(10_000, new RotaryEmbedding.None()),
                false);
    }

    private static List<String> definitions(ModelConfig config, DataType type) {
        return FusedDecoding.definitions(config, fused(config), type, true);
    }

    private static BlockSizes sizes(ModelConfig config, DataType type) {
        return new BlockSizes(config, fused(config), type);
    }

    private static FusedLayers fused(ModelConfig config) {
        return config.architecture().fusedLayers().orElseThrow();
    }

    @Test
    void netsThatAKernelHasNoRoomForAreLeftToOperators() {
        assertThat(fits(net(27, 64, 64, 1))).isTrue();
        assertThat(fits(net(27, 256, 3))).isTrue();
        assertThat(fits(net(27, 257, 1))).isFalse();
        assertThat(fits(net(27, 8, 8, 8, 8, 1))).isFalse();
        assertThat(fits(net(129, 64, 1))).isFalse();
        assertThat(KernelDecisions.fits(net(27, 256, 1), 1_000_000)).isFalse();
    }

    private static boolean fits(NetLayers net) {
        return KernelDecisions.fits(net, 128_256);
    }

    /** Layers with so many outputs, the first of them a single exit's. */
    private static NetLayers net(int numbers, int... outputs) {
        return new NetLayers(
                List.of(List.of()),
                IntStream.of(outputs).boxed().toList(),
                true,
                true,
                numbers,
                new HeadRowShares(null, null, null, 0));
    }

    @Test
    void whatKernelsCannotComputeHasNone() {
        assertThat(fused("opt-350m-style")).isFalse();
        assertThat(fused("qwen3-qknorm")).isFalse();
        assertThat(fused("llama3-gqa-tied")).isTrue();
    }

    private static boolean fused(String name) {
        return Checkpoint.open(name, GOLDENS.resolve(name))
                .config()
                .architecture()
                .fusedLayers()
                .isPresent();
    }

    private static DecoderModel load(DecoderOptions options) {
        return Checkpoint.open("llama", GOLDENS.resolve("llama3-gqa-tied")).load(options);
    }
}
