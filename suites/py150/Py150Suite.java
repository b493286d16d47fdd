package py150;

import io.exitbench.decode.KvPolicy;
import io.exitbench.junit.AllowedExits;
import io.exitbench.junit.BenchmarkSuite;
import io.exitbench.junit.Dataset;
import io.exitbench.junit.FineTune;
import io.exitbench.junit.KvPolicies;
import io.exitbench.junit.Model;
import io.exitbench.junit.ReinforcementLearningAgent;
import io.exitbench.junit.Samples;

/** Line completion on PY150. */
@Dataset("py150")
@Model("tiny-opt-code")
@FineTune(shipped = "tiny-opt-code-multi-exit")
@AllowedExits({2, 4, 6, 8, 10})
@Samples(100)
@KvPolicies(KvPolicy.DEFER)
@ReinforcementLearningAgent(
        shipped = "tiny-opt-code-multi-exit",
        lambda = {0.15, 0.3, 0.6},
        completions = 160)
@ReinforcementLearningAgent(
        shipped = "tiny-opt-code-multi-exit-green-code",
        preset = "green-code",
        reward = "alignment",
        lambda = 0,
        thresholds = {0.5, 0.9},
        trainedBeside = false)
class Py150Suite implements BenchmarkSuite {}
