package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ComputeTypeTest {
    /** Says what becomes of bfloat16 on a CPU. */
    static final class Chooser {
        private Chooser() {}

        public static void main(String[] arguments) {
            try {
                System.out.println(DecoderOptions.choose("cpu", "bfloat16", 8, 1).type());
            } catch (ExitBenchException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** oneDNN can be told to do without the instructions of newer processors. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void bfloat16IsRefusedWhereOneDnnHasNoInstructionsForIt() throws Exception {
        assertThat(said("AVX2"))
                .containsExactly(
                        "The compute type is to be bfloat16 but oneDNN does not compute in it on this"
                                + " processor; give float32 (exitbench.compute-type, --type) or a GPU.");
    }

    @Test
    void bfloat16IsTakenWhereOneDnnHas() {
        assumeTrue(OneDnn.computesBfloat16(), "not on this processor");
        assertThat(DecoderOptions.choose("cpu", "bfloat16", 8, 1).type())
                .isEqualTo(DataType.BFLOAT16);
    }

    private static List<String> said(String instructions) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Chooser.class.getName());
        builder.environment().put("ONEDNN_MAX_CPU_ISA", instructions);
        Process child = builder.start();
        try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
            List<String> said = lines.lines().toList();
            child.waitFor();
            return said;
        } finally {
            child.destroyForcibly();
        }
    }
}
