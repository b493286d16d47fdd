package io.exitbench.result.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.exitbench.metric.EditSimilarity;
import io.exitbench.metric.ExactMatch;
import io.exitbench.metric.MetricSet;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.RunCosts;
import io.exitbench.result.cost.Savings;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.record.ComparisonPlan;
import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.record.DeclaredFamily.Repetition;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.score.FullModelAgreement;
import io.exitbench.result.score.QualityScorer;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.Resampling;
import io.exitbench.strategy.StrategyRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Ten samples of five files; a right completion has all of its tokens from full depth. */
class PrimaryComparisonsTest {
    private static final int SAMPLES = 10;
    private static final Resampling FEW = new Resampling(300, 5, 0.95);
    private static final QualityScorer SCORER =
            new QualityScorer(new MetricSet(List.of(new ExactMatch(), new EditSimilarity())), FEW);

    private final Map<String, RunScores> scores = new LinkedHashMap<>();
    private final Map<String, Double> layers = new LinkedHashMap<>();
    private final Map<String, RunCost> costs = new LinkedHashMap<>();
    private final Map<String, List<double[]>> times = new LinkedHashMap<>();

    /** A run that completes the first so many samples right and the others not at all. */
    private void run(String id, int right, double layersPerToken) {
        List<SampleResult> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(
                    new SampleResult(
                            id,
                            "s" + i,
                            "f" + i % 5,
                            "",
                            i < right ? "abc" : "",
                            "abc",
                            new int[4],
                            new int[4],
                            i < right ? 4 : 0,
                            4,
                            new FullModelAgreement(0, false, 0, 4, null, null),
                            Map.of(),
                            new double[0],
                            new double[0],
                            null));
        }
        scores.put(id, SCORER.score(id, id, samples));
        layers.put(id, layersPerToken);
        costs.put(id, RunCosts.run(id, SAMPLES, layersPerToken, layersPerToken, layersPerToken));
        times.put(id, Collections.nCopies(3, ones()));
    }

    private static double[] ones() {
        double[] ones = new double[SAMPLES];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static DeclaredFamily family(String label, StrategyRole role, String... seeds) {
        return new DeclaredFamily(
                label,
                role,
                "defer",
                Arrays.stream(seeds)
                        .map(runs -> new Repetition("", List.of(runs.split(" "))))
                        .toList());
    }

    private List<PrimaryComparison> compare(DeclaredFamily... families) {
        RunRecord full =
                new RunRecord(
                        "full",
                        new RunIdentity(
                                "s", "d", "1", "m", "2", 12, "full", "", "propagate", 1, ""),
                        StrategyRole.FULL_DEPTH,
                        false,
                        Optional.empty());
        SuitePlan plan =
                new SuitePlan(
                        "k",
                        "s",
                        "java",
                        1,
                        true,
                        List.of(4),
                        List.of(full),
                        new WorkCosts(1, 1, 1, 1, 4),
                        3,
                        Tier.SMOKE,
                        1,
                        OptionalDouble.empty(),
                        List.of(),
                        new JsonObject(),
                        List.of(),
                        new ComparisonPlan(1, List.of(families)));
        Clusters files = scores.get("full").clusters();
        return PrimaryComparisons.of(
                new Evidence(
                        plan,
                        scores,
                        this::sampleCosts,
                        costs,
                        new Savings(times, files, FEW),
                        FEW));
    }

    private double[][] sampleCosts(String run, CostBasis basis) {
        double[][] all = new double[SAMPLES][];
        Arrays.setAll(all, i -> new double[] {4 * layers.get(run), 4});
        return all;
    }

    private static PrimaryComparison find(
            List<PrimaryComparison> all, String family, String matched, String measure) {
        return all.stream()
                .filter(c -> c.family().equals(family) && c.matched().equals(matched))
                .filter(c -> c.measure().equals(measure))
                .findFirst()
                .orElseThrow();
    }

    private final DeclaredFamily rule = family("rule", StrategyRole.THRESHOLD_RULE, "tight loose");

    private void rules() {
        run("full", 10, 12);
        run("tight", 9, 10);
        run("loose", 5, 6);
    }

    @Test
    void aFamilyIsHeldAgainstFullDepthAtItsTightestSetting() {
        rules();
        List<PrimaryComparison> all = compare(rule);
        assertThat(all)
                .extracting(PrimaryComparison::measure)
                .containsExactly(
                        "edit_similarity",
                        "exact_match",
                        "energy_forced_saved_pct",
                        "time_forced_saved_pct");
        assertThat(all).allSatisfy(c -> assertThat(c.subject().runIds()).containsExactly("tight"));
        PrimaryComparison similarity = find(all, "rule", "", "edit_similarity");
        assertThat(similarity.difference().orElseThrow().value()).isCloseTo(-10, within(1e-9));
        assertThat(similarity.nonInferiority().orElseThrow().holds()).isFalse();
        assertThat(similarity.unit().text()).isEqualTo("5 files");
        assertThat(
                        find(all, "rule", "", "energy_forced_saved_pct")
                                .difference()
                                .orElseThrow()
                                .value())
                .isCloseTo(100 / 6.0, within(1e-9));
    }

    @Test
    void primaryRowsAloneAreCorrected() {
        rules();
        run("a", 8, 8);
        List<PrimaryComparison> all = compare(rule, family("agent", StrategyRole.LEARNED, "a"));
        assertThat(all)
                .allSatisfy(c -> assertThat(c.holm().isPresent()).isEqualTo(c.primary()))
                .filteredOn(PrimaryComparison::primary)
                .extracting(PrimaryComparison::measure)
                .containsExactly(
                        "edit_similarity",
                        "energy_forced_saved_pct",
                        "time_forced_saved_pct",
                        "edit_similarity",
                        "energy_forced_saved_pct",
                        "time_forced_saved_pct",
                        "edit_similarity");
        assertThat(all)
                .filteredOn(PrimaryComparison::primary)
                .allSatisfy(
                        c ->
                                assertThat(c.holm().orElseThrow())
                                        .isGreaterThanOrEqualTo(
                                                c.difference().orElseThrow().p().orElseThrow()));
    }

    /** The rule has 7 of 10 right at 8 layers, by a lottery. */
    @Test
    void theAgentIsHeldAgainstTheRuleAtItsOwnCostOverItsSeeds() {
        rules();
        run("a1", 8, 8);
        run("a2", 9, 8);
        run("a3", 7, 8);
        run("a4", 8, 8);
        run("a5", 8, 8);
        DeclaredFamily agent = family("agent", StrategyRole.LEARNED, "a1", "a2", "a3", "a4", "a5");
        List<PrimaryComparison> all = compare(rule, agent);
        for (String basis : List.of("compute", "bytes", "time")) {
            PrimaryComparison similarity = find(all, "agent", basis, "edit_similarity");
            assertThat(similarity.difference().orElseThrow().value()).isCloseTo(10, within(1e-9));
            assertThat(similarity.primary()).isEqualTo(basis.equals("compute"));
            assertThat(similarity.subject().seeds()).isEqualTo(5);
            assertThat(find(all, "agent", basis, "agreement").difference().orElseThrow().value())
                    .isCloseTo(10, within(1e-9));
        }
        Interval interval =
                find(all, "agent", "compute", "edit_similarity")
                        .difference()
                        .flatMap(d -> d.interval())
                        .orElseThrow();
        assertThat(MatchedSentence.of(all).get(0))
                .startsWith(
                        "At equal compute the agent agent is 10.00 points of Edit Similarity ["
                                + interval.text()
                                + "] above the best threshold rule (5 seeds, 1 setting, 10 samples"
                                + " of 5 files).")
                .doesNotContain("fewer than five")
                .contains(
                        " At equal measured time, which decides nothing, it is 10.00 points of Edit"
                                + " Similarity [")
                .endsWith("] above the best rule.");
    }

    @Test
    void fewSeedsAndALossAreSaidAsPlainly() {
        rules();
        run("a", 6, 8);
        assertThat(MatchedSentence.of(compare(rule, family("x", StrategyRole.LEARNED, "a"))).get(0))
                .startsWith("At equal compute the agent x is 10.00 points of Edit Similarity [")
                .contains("] below the best threshold rule (1 seed, 1 setting,")
                .contains(
                        "With fewer than five training seeds this is of the agents at hand, not of"
                                + " how they are trained.")
                .endsWith("] below the best rule.");
    }

    @Test
    void whatACheapAgentIsHeldAgainstIsNoted() {
        rules();
        run("near", 8, 8);
        run("far", 4, 3);
        List<PrimaryComparison> some =
                compare(rule, family("agent", StrategyRole.LEARNED, "near far"));
        assertThat(find(some, "agent", "compute", "edit_similarity").note())
                .startsWith("1 of 2 settings cost less than every threshold rule");
        // 80 against 70; two thirds of 40 and a third of 100 against 50.
        assertThat(
                        find(some, "agent", "compute", "edit_similarity")
                                .difference()
                                .orElseThrow()
                                .value())
                .isCloseTo((10 + 10) / 2.0, within(1e-9));
        run("tight", 9, 14);
        run("loose", 5, 13);
        List<PrimaryComparison> none = compare(rule, family("agent", StrategyRole.LEARNED, "near"));
        assertThat(find(none, "agent", "compute", "edit_similarity").difference()).isEmpty();
        assertThat(MatchedSentence.of(none).get(0))
                .contains("no threshold rule costs less than full depth")
                .doesNotContain("measured time");
    }

    @Test
    void ofSeedsThatFailedNothingIsCompared() {
        rules();
        run("a1", 8, 8);
        List<PrimaryComparison> all =
                compare(rule, family("agent", StrategyRole.LEARNED, "a1", "gone"));
        assertThat(find(all, "agent", "", "edit_similarity").note())
                .isEqualTo("1 of 2 training seeds failed");
        assertThat(find(all, "agent", "compute", "edit_similarity").subject().seeds()).isOne();
    }

    @Test
    void anAgentThatDoesWhatFullDepthDoesDiffersByExactlyNothing() {
        rules();
        run("same", 10, 12);
        List<PrimaryComparison> all =
                compare(rule, family("agent", StrategyRole.LEARNED, "same", "same"));
        for (PrimaryComparison row : all) {
            if (row.family().equals("agent")) {
                assertThat(row.difference().orElseThrow().value()).isZero();
                assertThat(row.difference().orElseThrow().interval()).contains(new Interval(0, 0));
            }
        }
    }
}
