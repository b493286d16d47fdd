package io.exitbench.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NonInferiorityTest {
    @Test
    void aLossWithinTheMarginIsNoLossAndAGainIsMore() {
        assertThat(new NonInferiority(1, -0.9).holds()).isTrue();
        assertThat(new NonInferiority(1, -0.9).superior()).isFalse();
        assertThat(new NonInferiority(1, -1).holds()).isFalse();
        assertThat(new NonInferiority(1, 0.1).superior()).isTrue();
    }

    /**
     * A run that loses exactly the margin passes in one of forty trials: the bound is of 97.5 %.
     */
    @Test
    void whatLosesTheMarginSeldomPasses() {
        Random random = new Random(4);
        int files = 40;
        Clusters each = Clusters.of(IntStream.range(0, files).mapToObj(Integer::toString).toList());
        int passed = 0;
        int trials = 800;
        for (int trial = 0; trial < trials; trial++) {
            double[][] full = new double[files][];
            double[][] run = new double[files][];
            for (int i = 0; i < files; i++) {
                full[i] = new double[] {50 + 20 * random.nextGaussian(), 1};
                run[i] = new double[] {full[i][0] - 1 + 3 * random.nextGaussian(), 1};
            }
            PairedTest test =
                    new Resampling(200, trial, 0.95)
                            .compare(run, full, each, total -> total[0] / total[1])
                            .orElseThrow();
            passed += new NonInferiority(1, test.interval().low()).holds() ? 1 : 0;
        }
        assertThat(passed / (double) trials).isBetween(0.01, 0.05);
    }
}
