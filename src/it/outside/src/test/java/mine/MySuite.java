package mine;

import io.exitbench.decode.KvPolicy;
import io.exitbench.junit.AllowedExits;
import io.exitbench.junit.BenchmarkSuite;
import io.exitbench.junit.Dataset;
import io.exitbench.junit.KvPolicies;
import io.exitbench.junit.Model;
import io.exitbench.junit.Samples;

/** Line completion of the cases in {@code data/}. */
@Dataset("py150")
@Model("tiny-opt-code")
@AllowedExits({4, 6, 8})
@Samples(value = 6, context = 40, blocks = 2)
@KvPolicies(KvPolicy.DEFER)
class MySuite implements BenchmarkSuite {}
