package io.exitbench.agent.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.ppo.BackendChoice.Backend;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendChoiceTest {
    @Test
    void onlyAGpuItHasCodeForIsTaken() {
        assertThat(chosen(new Gpu("Tesla K80", 3, 7))).isEqualTo(Backend.CUDA);
        assertThat(chosen(new Gpu("A100", 8, 0))).isEqualTo(Backend.CUDA);
        assertThat(chosen(new Gpu("RTX 4090", 8, 9))).isEqualTo(Backend.CUDA);
        assertThat(chosen(new Gpu("K40", 3, 5))).isEqualTo(Backend.CPU);
        assertThat(chosen(new Gpu("H100", 9, 0))).isEqualTo(Backend.CPU);
        assertThat(chosen(new Gpu("B200", 10, 0))).isEqualTo(Backend.CPU);
    }

    @Test
    void theReasonIsOneLineThatNamesTheCause() {
        assertThat(BackendChoice.choose(true, () -> List.of(new Gpu("H100", 9, 0))).reason())
                .isEqualTo(
                        "Training the agent on the CPU: H100 with compute capability 9.0 is"
                                + " outside 3.7–8.9, which nd4j-cuda-11.6 has code for.");
        assertThat(BackendChoice.choose(true, List::of).reason())
                .isEqualTo("Training the agent on the CPU: nvidia-smi reports no GPU.");
        assertThat(BackendChoice.choose(true, () -> List.of(new Gpu("A100", 8, 0))).reason())
                .isEqualTo("Training the agent on CUDA: A100 with compute capability 8.0.");
    }

    @Test
    void withoutTheCudaBackendNobodyAsksForGpus() {
        BackendChoice choice =
                BackendChoice.choose(
                        false,
                        () -> {
                            throw new AssertionError("asked");
                        });
        assertThat(choice.backend()).isEqualTo(Backend.CPU);
        assertThat(choice.reason()).contains("-Pcuda");
    }

    @Test
    void theDriversAnswerIsUnderstood() {
        assertThat(NvidiaSmi.parse("NVIDIA A100-SXM4-80GB, 8.0\nNVIDIA H100 80GB HBM3, 9.0\n"))
                .containsExactly(
                        new Gpu("NVIDIA A100-SXM4-80GB", 8, 0),
                        new Gpu("NVIDIA H100 80GB HBM3", 9, 0));
        assertThat(NvidiaSmi.parse("No devices were found\n")).isEmpty();
        assertThat(NvidiaSmi.parse("Old card, [N/A]\n")).isEmpty();
    }

    @Test
    void aHiddenBackendIsNotFoundWhileOthersAre(@TempDir Path folder) throws IOException {
        String services = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
        URL cuda = declaring(folder.resolve("cuda"), services, "org.nd4j.linalg.jcublas.Cuda\n");
        URL other = declaring(folder.resolve("other"), services, "org.nd4j.linalg.Other\n");
        try (URLClassLoader both = new URLClassLoader(new URL[] {cuda, other}, null)) {
            assertThat(Collections.list(both.getResources(services))).hasSize(2);
            HidingServices hiding = new HidingServices(both, "jcublas");
            assertThat(Collections.list(hiding.getResources(services)))
                    .singleElement()
                    .asString()
                    .contains("other");
        }
    }

    private static URL declaring(Path folder, String services, String content) throws IOException {
        Path file = folder.resolve(services);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return folder.toUri().toURL();
    }

    private static Backend chosen(Gpu gpu) {
        return BackendChoice.choose(true, () -> List.of(gpu)).backend();
    }
}
