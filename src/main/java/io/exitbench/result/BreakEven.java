package io.exitbench.result;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.energy.StageEnergy;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * After how many completions a strategy has saved what its training cost.
 *
 * @param trainingJoules of all its stages; empty if unknown
 * @param trainingSource meters of the stages
 * @param completions after which it has paid back; empty if unknown or if it never does
 * @param never whether it saves nothing for each completion and so never pays back
 */
public record BreakEven(
        OptionalDouble trainingJoules,
        String trainingSource,
        OptionalDouble completions,
        boolean never) {

    /** Nothing is known of any training. */
    public static final BreakEven UNKNOWN =
            new BreakEven(OptionalDouble.empty(), "", OptionalDouble.empty(), false);

    /**
     * Divides what training cost by what a completion saves. An estimate and a measurement are not
     * the same joules, so a training of the one kind is never held against savings of the other.
     *
     * @param stages what was trained for the strategy
     * @param fullDepth joules of a completion at full depth
     * @param strategy joules of a completion under the strategy
     * @param quality of the last two
     * @return the break-even
     */
    public static BreakEven of(
            List<StageEnergy> stages,
            OptionalDouble fullDepth,
            OptionalDouble strategy,
            EnergyQuality quality) {
        if (stages.isEmpty()) {
            return UNKNOWN;
        }
        String source =
                stages.stream()
                        .map(stage -> stage.stage() + ": " + stage.source())
                        .collect(Collectors.joining("; "));
        boolean known = stages.stream().allMatch(stage -> stage.joules().isPresent());
        OptionalDouble joules =
                known
                        ? OptionalDouble.of(
                                stages.stream().mapToDouble(s -> s.joules().getAsDouble()).sum())
                        : OptionalDouble.empty();
        boolean estimated = quality == EnergyQuality.ESTIMATE;
        boolean comparable =
                stages.stream().allMatch(s -> (s.quality() == EnergyQuality.ESTIMATE) == estimated);
        if (!known || !comparable || fullDepth.isEmpty() || strategy.isEmpty()) {
            return new BreakEven(joules, source, OptionalDouble.empty(), false);
        }
        double saved = fullDepth.getAsDouble() - strategy.getAsDouble();
        return saved > 0
                ? new BreakEven(
                        joules,
                        source,
                        OptionalDouble.of(Math.ceil(joules.getAsDouble() / saved)),
                        false)
                : new BreakEven(joules, source, OptionalDouble.empty(), true);
    }
}
