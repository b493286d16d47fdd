package io.exitbench.suite.measure;

import io.exitbench.decode.Completion;
import java.util.List;

/** A way through samples, with strategies that were made before; it may be gone again and again. */
@FunctionalInterface
interface Course {
    /**
     * @return a completion of each sample, in order
     * @throws StrategyFailure if a strategy throws
     */
    List<Completion> go();
}
