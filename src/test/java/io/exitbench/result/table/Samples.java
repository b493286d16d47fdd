package io.exitbench.result.table;

import io.exitbench.result.score.FullModelAgreement;
import io.exitbench.result.score.SampleResult;
import java.util.Map;

/** Samples made up for tests. */
final class Samples {
    private Samples() {}

    /** A completion whose tokens left at these layers. */
    static SampleResult leaving(int... layers) {
        return new SampleResult(
                "r",
                "s",
                "f",
                "",
                "",
                "",
                layers,
                layers,
                0,
                layers.length,
                new FullModelAgreement(0, false, 0, layers.length, null, null),
                Map.of(),
                new double[0],
                new double[0],
                null);
    }
}
