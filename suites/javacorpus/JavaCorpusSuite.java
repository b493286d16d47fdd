package javacorpus;

import io.exitbench.decode.KvPolicy;
import io.exitbench.junit.AllowedExits;
import io.exitbench.junit.BenchmarkSuite;
import io.exitbench.junit.Dataset;
import io.exitbench.junit.FineTune;
import io.exitbench.junit.KvPolicies;
import io.exitbench.junit.Model;
import io.exitbench.junit.ReinforcementLearningAgent;
import io.exitbench.junit.Samples;

/** Line completion on JavaCorpus. */
@Dataset("javacorpus")
@Model("tiny-llama-code")
@FineTune(shipped = "tiny-llama-code-multi-exit")
@AllowedExits({1, 2, 3, 4, 6})
@Samples(100)
@KvPolicies(KvPolicy.DEFER)
@ReinforcementLearningAgent(
        shipped = "tiny-llama-code-multi-exit",
        lambda = {0.15, 0.3, 0.6},
        completions = 160)
@ReinforcementLearningAgent(
        shipped = "tiny-llama-code-multi-exit-green-code",
        preset = "green-code",
        reward = "alignment",
        lambda = 0,
        thresholds = {0.5, 0.9},
        trainedBeside = false)
class JavaCorpusSuite implements BenchmarkSuite {}
