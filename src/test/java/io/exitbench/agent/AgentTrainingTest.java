package io.exitbench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.BackendChoice;
import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.agent.ppo.NvidiaSmi;
import io.exitbench.agent.trace.Trace;
import io.exitbench.file.Csv;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTrainingTest {
    @TempDir Path folder;

    @Test
    void twoJvmsWriteTheSameBytesAndTheAgentHasLearned() throws Exception {
        Path here = TrainingProgram.train(folder.resolve("here"));
        Path there = child("CPU", "there");
        assertThat(Files.readAllBytes(there.resolve(AgentTraining.FILE)))
                .isEqualTo(Files.readAllBytes(here.resolve(AgentTraining.FILE)));
        assertThat(Csv.read(here.resolve(AgentTraining.CURVE)))
                .isEqualTo(Csv.read(there.resolve(AgentTraining.CURVE)));
        assertThat(Files.readString(here.resolve("energy.json"))).contains("\"agent\"");
        assertThat(here.resolve("training.safetensors")).doesNotExist();

        TrainedAgent agent = TrainedAgent.read(here.resolve(AgentTraining.FILE));
        Trace unseen = SyntheticTrace.record(folder, 50, 77);
        float[] state = new float[SyntheticTrace.WIDTH];
        int right = 0;
        for (int token = 0; token < unseen.tokens(); token++) {
            unseen.hidden(token, 1, state);
            boolean leaves = agent.policy().net().score(1, state) > 0.5;
            right += leaves == unseen.outcome(token).agreesWithLast(1) ? 1 : 0;
        }
        assertThat(right / (double) unseen.tokens()).isGreaterThan(0.9);
    }

    @Test
    void anAgentForAnotherModelOrOtherExitsIsRefused() throws IOException {
        TrainedAgent agent = untrained();
        Path file = folder.resolve("a.safetensors");
        agent.write(file);
        TrainedAgent read = TrainedAgent.read(file);
        assertThat(read.requireFits("model", List.of(2, 4)).reward()).isEqualTo("reward=label");
        assertThat(read.policy().asks(0.5)).containsExactly(false, true);
        assertThat(read.policy().asks(0.6)).containsExactly(true, true);
        assertThatThrownBy(() -> read.requireFits("other", List.of(2, 4)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessage(
                        "The agent was trained for the model model, not for other: train one for"
                                + " this checkpoint.");
        assertThatThrownBy(() -> read.requireFits("model", List.of(2, 6)))
                .hasMessageContaining("after the layers [2, 4], not after [2, 6]");
        byte[] bytes = Files.readAllBytes(file);
        bytes[200] ^= 1;
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 4));
        assertThatThrownBy(() -> TrainedAgent.read(file)).isInstanceOf(ExitBenchException.class);
    }

    private static TrainedAgent untrained() {
        DenseLayer first = new DenseLayer(3, 2, new float[6], new float[2]);
        DenseLayer last = new DenseLayer(2, 2, new float[4], new float[2]);
        return new TrainedAgent(
                "model",
                "data",
                List.of(2, 4),
                "reward=label",
                "fast",
                "",
                false,
                new TrainedPolicy(
                        new ExitNet(false, 0, 0, List.of(first, first), List.of(last)),
                        new float[] {1, 2, 3, 4},
                        new float[] {0.5f, 0}));
    }

    /** Reported as skipped where DL4J's CUDA backend has no GPU to run on. */
    @Test
    void theGpuLearnsWhatTheCpuLearns() throws Exception {
        BackendChoice choice =
                BackendChoice.choose(Nd4jRuntime.cudaOnClasspath(), new NvidiaSmi()::gpus);
        assumeThat(choice.backend()).as(choice.reason()).isEqualTo(BackendChoice.Backend.CUDA);
        TrainedAgent cpu = TrainedAgent.read(child("CPU", "cpu").resolve(AgentTraining.FILE));
        TrainedAgent gpu = TrainedAgent.read(child("CUDA", "gpu").resolve(AgentTraining.FILE));
        Trace trace = SyntheticTrace.record(folder, 50, 77);
        float[] state = new float[SyntheticTrace.WIDTH];
        int same = 0;
        for (int token = 0; token < trace.tokens(); token++) {
            trace.hidden(token, 1, state);
            boolean one = cpu.policy().net().score(1, state) > 0.5;
            same += one == gpu.policy().net().score(1, state) > 0.5 ? 1 : 0;
        }
        assertThat(same / (double) trace.tokens()).isGreaterThan(0.97);
    }

    private Path child(String backend, String name) throws Exception {
        Path target = folder.resolve(name);
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                classes,
                                TrainingProgram.class.getName(),
                                backend,
                                target.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start();
        assertThat(process.waitFor()).as(() -> log(folder.resolve(name + ".log"))).isZero();
        return TrainingProgram.result(target);
    }

    private static String log(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
