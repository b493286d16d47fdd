package io.exitbench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.cuda.CudaDevice;
import io.exitbench.model.cuda.CudaProgram;
import io.exitbench.model.cuda.KernelCall;
import io.exitbench.model.cuda.PreparedCall;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a token costs if all it does is to read a model's weights: {@code ReadingFloor SHAPE...}. A
 * kernel reads as many bytes as a token does at full depth, layers and LM head, and nothing else;
 * time, energy and power of a card that does so again and again, beside those of the card at rest.
 */
public final class ReadingFloor {
    private static final int THREADS = 512;

    /** More than an H100 has multiprocessors; it reads no faster with twice as many or half. */
    private static final int BLOCKS = 264;

    private static final long WINDOW_NANOS = 4_000_000_000L;

    private static final String SOURCE =
            """
            extern "C" __global__ void __launch_bounds__(512) read(const uint4* from, int count, int step, unsigned* out) {
              unsigned all = 0;
              int i = blockIdx.x * 512 + threadIdx.x;
              for (; i + 3 * step < count; i += 4 * step) {
                uint4 a = __ldcs(from + i), b = __ldcs(from + i + step);
                uint4 c = __ldcs(from + i + 2 * step), d = __ldcs(from + i + 3 * step);
                all |= a.x | a.y | a.z | a.w | b.x | b.y | b.z | b.w | c.x | c.y | c.z | c.w | d.x | d.y | d.z | d.w;
              }
              for (; i < count; i += step) {
                uint4 a = __ldcs(from + i);
                all |= a.x | a.y | a.z | a.w;
              }
              if (all == 0x12345678) *out = all;
            }
            """;

    private ReadingFloor() {}

    /**
     * @param arguments names of shapes, such as {@code opt-2.7b}
     */
    public static void main(String[] arguments) throws InterruptedException {
        EnergyMeter meter = EnergyMeters.detectCard();
        System.out.println("# energy: " + meter.source());
        for (String shape : arguments) {
            ModelConfig config = Architectures.registered().shapes().get(shape);
            long bytes =
                    2L * config.layers() * config.layerMultiplyAdds()
                            + 2L * config.vocabularySize() * config.headInputSize();
            measure(shape, bytes, meter);
        }
        EnergyMeter.Window window = meter.begin();
        Thread.sleep(WINDOW_NANOS / 1_000_000);
        OptionalDouble rest = window.end().joules();
        System.out.printf(
                Locale.ROOT,
                "at rest, with a context: %.0f W%n",
                rest.orElse(Double.NaN) / (WINDOW_NANOS / 1e9));
    }

    private static void measure(String shape, long bytes, EnergyMeter meter) {

        try (NDManager manager = NDManager.newBaseManager(Device.gpu(), DecoderModel.ENGINE);
                CudaDevice device = CudaDevice.open(0)) {
            TensorAddress address = TensorAddress.find();
            // As the weights are: numbers of both signs, small.
            long count = bytes / 2;
            NDArray weights = manager.randomNormal(0, 0.02f, new Shape(count), DataType.FLOAT16);
            NDArray out = manager.zeros(new Shape(4), DataType.INT32);
            try (CudaProgram program = device.compile(SOURCE, List.of())) {
                double[] result =
                        run(device, program, bytes, address.of(weights), address.of(out), meter);
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.3f GB read in %.3f ms (%.2f TB/s) for %.3f J (%.0f W)%n",
                        shape,
                        bytes / 1e9,
                        result[0],
                        bytes / result[0] / 1e9,
                        result[1],
                        result[1] / result[0] * 1e3);
            }
        }
    }

    /** Milliseconds and joules of one pass. */
    private static double[] run(
            CudaDevice device,
            CudaProgram program,
            long bytes,
            long from,
            long out,
            EnergyMeter meter) {
        KernelCall call = new KernelCall(program, "read", THREADS).grid(BLOCKS, 1, 1);
        call.pointer(from)
                .number(Math.toIntExact(bytes / 16))
                .number(BLOCKS * THREADS)
                .pointer(out);
        try (PreparedCall prepared = device.prepare(call)) {
            for (int i = 0; i < 20; i++) {
                prepared.launch();
            }
            device.synchronise();
            int passes = 0;
            EnergyMeter.Window window = meter.begin();
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < WINDOW_NANOS) {
                for (int i = 0; i < 20; i++) {
                    prepared.launch();
                }
                device.synchronise();
                passes += 20;
            }
            double milliseconds = (System.nanoTime() - begin) / 1e6;
            double joules = window.end().joules().orElse(Double.NaN);
            return new double[] {milliseconds / passes, joules / passes};
        }
    }
}
