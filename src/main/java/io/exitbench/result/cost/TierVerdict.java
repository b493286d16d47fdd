package io.exitbench.result.cost;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.EnergyQuality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Whether the costs of a suite run may be called a result.
 *
 * @param tier that was asked for
 * @param reasons why they may not, empty if they may
 */
public record TierVerdict(Tier tier, List<String> reasons) {
    /** Blocks, without which there is no spread worth the name. */
    public static final int FEWEST_BLOCKS = 3;

    /** The publish tier adds blocks until savings are known well enough, but no more than these. */
    public static final int MOST_BLOCKS = 30;

    /** Half the width, in points, that the interval of a saving must be narrower than. */
    public static final double MOST_HALF_WIDTH = 3;

    /** Relative standard deviation over the blocks, in percent, above which a cost is refused. */
    public static final double MOST_SPREAD_PCT = 2;

    /**
     * What can be known to stand in the way of a result before anything is measured, so that nobody
     * waits for hours to be told.
     *
     * @param tier that was asked for
     * @param blocks that are planned
     * @param quality of the joules that will be read
     * @throws ExitBenchException if there can be no result
     */
    public static void requirePossible(Tier tier, int blocks, EnergyQuality quality) {
        if (tier == Tier.PUBLISH && blocks < FEWEST_BLOCKS) {
            throw new ExitBenchException(
                    "The publish tier needs at least "
                            + FEWEST_BLOCKS
                            + " blocks to tell a spread; set exitbench.blocks, or use the smoke"
                            + " tier.");
        }
        if (tier == Tier.PUBLISH && quality == EnergyQuality.ESTIMATE) {
            throw new ExitBenchException(
                    "The publish tier needs measured energy, and here it would be an estimate; run"
                            + " it where exitbench meter finds a counter, or use the smoke tier.");
        }
    }

    /**
     * Judges a suite run. MLPerf asks for 600 s of every run (inference rules, "minimum duration");
     * the spread is taken over the interleaved blocks.
     *
     * @param tier that was asked for
     * @param runs what was measured
     * @param comparisons of the runs with full depth
     * @return the verdict
     */
    public static TierVerdict of(Tier tier, List<RunCost> runs, List<CostComparison> comparisons) {
        if (tier == Tier.SMOKE) {
            return new TierVerdict(
                    tier, List.of("the smoke tier shows directions and is not for publication"));
        }
        List<String> reasons = new ArrayList<>();
        if (runs.isEmpty()) {
            reasons.add("no run was measured");
        }
        double seconds = Tier.PUBLISH.shortestRun().toSeconds();
        count(
                runs,
                run -> run.blocks().size() < FEWEST_BLOCKS,
                "have fewer than " + FEWEST_BLOCKS + " blocks",
                reasons);
        count(
                runs,
                run -> run.samples() < Tier.ENOUGH_SAMPLES && run.seconds() < seconds,
                "were measured for less than 600 s and 1,000 samples",
                reasons);
        count(
                runs,
                run -> isAbove(run.timeSpreadPct()),
                "have a spread of time of 2 % or more",
                reasons);
        count(
                runs,
                run -> run.energyPerPass().isPresent() && isAbove(run.energySpreadPct()),
                "have a spread of energy of 2 % or more",
                reasons);
        count(runs, run -> run.energyPerPass().isEmpty(), "have no energy", reasons);
        count(
                runs,
                run -> run.quality() == EnergyQuality.ESTIMATE && run.energyPerPass().isPresent(),
                "have an estimate in place of measured energy",
                reasons);
        precision(comparisons).ifPresent(reasons::add);
        return new TierVerdict(tier, reasons);
    }

    /**
     * Holds the intervals of the savings against {@link #MOST_HALF_WIDTH}: of the runs that were
     * declared to be compared, or of all if none was.
     *
     * @param comparisons of the runs with full depth
     * @return what is not known well enough, with its figure; nothing if all is
     */
    public static Optional<String> precision(List<CostComparison> comparisons) {
        boolean declared = comparisons.stream().anyMatch(CostComparison::primary);
        List<CostComparison> wide =
                comparisons.stream()
                        .filter(c -> c.primary() || !declared)
                        .filter(c -> halfWidth(c) >= MOST_HALF_WIDTH)
                        .toList();
        return wide.stream()
                .max(Comparator.comparingDouble(TierVerdict::halfWidth))
                .map(widest -> tooWide(widest, wide.size()));
    }

    private static double halfWidth(CostComparison comparison) {
        return comparison.saving().halfWidth().orElse(Double.POSITIVE_INFINITY);
    }

    private static String tooWide(CostComparison widest, int count) {
        String saving = widest.cost() + " that " + widest.label() + " saves";
        return widest.saving().halfWidth().isEmpty()
                ? "the " + saving + " has no interval"
                : String.format(
                        Locale.ROOT,
                        "%d of the intervals of savings are not narrower than ±%.0f points; the"
                                + " widest is ±%.1f points, of the %s, after %d blocks",
                        count,
                        MOST_HALF_WIDTH,
                        halfWidth(widest),
                        saving,
                        widest.saving().blocks());
    }

    private static boolean isAbove(OptionalDouble spread) {
        return spread.orElse(Double.MAX_VALUE) >= MOST_SPREAD_PCT;
    }

    private static void count(
            List<RunCost> runs, Predicate<RunCost> failing, String what, List<String> reasons) {
        long number = runs.stream().filter(failing).count();
        if (number > 0) {
            reasons.add(String.format(Locale.ROOT, "%d of %d runs %s", number, runs.size(), what));
        }
    }

    /**
     * @return whether the word result may be used
     */
    public boolean isResult() {
        return reasons.isEmpty();
    }

    /**
     * @return the line that stands over every table
     */
    public String text() {
        return isResult()
                ? "Publish tier: a result. Every run was measured for at least 600 s or 1,000"
                        + " samples, with a spread under 2 %, and savings are known to 3 points."
                : tier == Tier.SMOKE
                        ? "Smoke tier: times and energy show directions and are not for publication."
                        : "Publish tier asked for, but these times and energies may not be"
                                + " published: "
                                + String.join("; ", reasons)
                                + ".";
    }
}
