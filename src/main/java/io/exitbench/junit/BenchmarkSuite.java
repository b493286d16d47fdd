package io.exitbench.junit;

import io.exitbench.report.RunReport;
import io.exitbench.report.SuiteReport;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A suite: a class that implements this interface and declares with annotations what to run. Its
 * body stays empty.
 *
 * <pre>{@code
 * @Dataset("py150")
 * @Model("tiny-opt-code")
 * @AllowedExits({4, 6, 8, 10, 11})
 * @Samples(100)
 * @KvPolicies(KvPolicy.DEFER)
 * class Py150Suite implements BenchmarkSuite {}
 * }</pre>
 *
 * <p>All runs are measured before the first test, in interleaved blocks; then each run is reported
 * as one test, and the whole as one more; what must hold of every run is tested last.
 */
@ExtendWith(SuiteExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public interface BenchmarkSuite {
    /**
     * Reports one run; one that failed fails its test with the reason.
     *
     * @param report of the run
     */
    @TestTemplate
    @Order(1)
    default void run(RunReport report) {
        report.publish();
        report.failure().ifPresent(Assertions::fail);
    }

    /**
     * Reports all runs together.
     *
     * @param report of the suite
     */
    @Test
    @Order(2)
    default void summary(SuiteReport report) {
        report.publish();
    }

    /**
     * Full depth runs all layers and writes what the full model writes.
     *
     * @param suite what was recorded
     */
    @Test
    @Order(3)
    @DisplayName("Full depth is the full model")
    default void fullDepthIsTheFullModel(SuiteGuarantees suite) {
        suite.fullDepthIsTheFullModel();
    }

    /**
     * What is called lossless writes what full depth writes.
     *
     * @param suite what was recorded
     */
    @Test
    @Order(3)
    @DisplayName("What is lossless is lossless")
    default void losslessIsLossless(SuiteGuarantees suite) {
        suite.losslessIsLossless();
    }

    /**
     * Every run that did not fail has every sample and every window.
     *
     * @param suite what was recorded
     */
    @Test
    @Order(3)
    @DisplayName("No sample is missing")
    default void noSampleIsMissing(SuiteGuarantees suite) {
        suite.noSampleIsMissing();
    }

    /**
     * Energy that could not be read is missing for a reason.
     *
     * @param suite what was recorded
     */
    @Test
    @Order(3)
    @DisplayName("Every gap of energy is named")
    default void everyEnergyGapIsNamed(SuiteGuarantees suite) {
        suite.everyEnergyGapIsNamed();
    }

    /**
     * Costs that were to be published may be.
     *
     * @param suite what was recorded
     */
    @Test
    @Order(3)
    @DisplayName("Costs are worth their tier")
    default void costsAreWorthTheirTier(SuiteGuarantees suite) {
        suite.costsAreWorthTheirTier();
    }
}
