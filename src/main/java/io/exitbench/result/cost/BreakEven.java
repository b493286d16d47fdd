package io.exitbench.result.cost;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.energy.StageEnergy;
import io.exitbench.result.statistics.NonInferiority;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * After how many completions a strategy has saved what its training cost. It is known only where a
 * saving is shown and quality is kept: what saves by completing worse pays nothing back.
 *
 * @param trainingJoules of all its stages; empty if unknown
 * @param trainingSource meters of the stages
 * @param completions after which it has paid back; empty if that is not shown
 * @param reason why it is not, empty if it is
 */
public record BreakEven(
        OptionalDouble trainingJoules,
        String trainingSource,
        OptionalDouble completions,
        String reason) {

    /** Of full depth, which has nothing to pay back. */
    public static final BreakEven NONE = unknown("");

    /**
     * Nothing is known of any training.
     *
     * @param reason why
     * @return no break-even
     */
    public static BreakEven unknown(String reason) {
        return new BreakEven(OptionalDouble.empty(), "", OptionalDouble.empty(), reason);
    }

    /**
     * What a strategy saves a completion.
     *
     * @param fullDepth joules of a completion at full depth
     * @param strategy joules of a completion under the strategy
     * @param quality of both
     * @param saving of energy with its interval; empty if unknown
     * @param similarity whether Edit Similarity is kept; empty if unknown
     */
    public record Gain(
            OptionalDouble fullDepth,
            OptionalDouble strategy,
            EnergyQuality quality,
            Optional<Saving> saving,
            Optional<NonInferiority> similarity) {

        /** Why nothing can be paid back by it, if so. */
        private Optional<String> doubt() {
            if (fullDepth.isEmpty() || strategy.isEmpty() || saving.isEmpty()) {
                return Optional.of("the energy of a completion is unknown");
            }
            if (saving.get().interval().isEmpty()) {
                return Optional.of("the saving has no interval");
            }
            if (saving.get().interval().get().low() <= 0) {
                return Optional.of(
                        "the interval of the saving, "
                                + saving.get().interval().get().text()
                                + " %, does not exclude none");
            }
            if (similarity.isEmpty()) {
                return Optional.of("nothing is known of quality");
            }
            return similarity.get().holds()
                    ? Optional.empty()
                    : Optional.of(
                            String.format(
                                    Locale.ROOT,
                                    "Edit Similarity may be %.2f points lower, and %.2f may be"
                                            + " lost",
                                    -similarity.get().lowerBound(),
                                    similarity.get().margin()));
        }
    }

    /**
     * Divides what training cost by what a completion saves. An estimate and a measurement are not
     * the same joules, so a training of the one kind is never held against savings of the other.
     *
     * @param stages what was trained for the strategy
     * @param gain of a completion
     * @return the break-even
     */
    public static BreakEven of(List<StageEnergy> stages, Gain gain) {
        if (stages.isEmpty()) {
            return unknown("nothing was trained");
        }
        String source =
                stages.stream()
                        .map(stage -> stage.stage() + ": " + stage.source())
                        .collect(Collectors.joining("; "));
        if (stages.stream().anyMatch(stage -> stage.joules().isEmpty())) {
            return new BreakEven(
                    OptionalDouble.empty(),
                    source,
                    OptionalDouble.empty(),
                    "the energy of a training is unknown");
        }
        double joules = stages.stream().mapToDouble(s -> s.joules().getAsDouble()).sum();
        boolean estimated = gain.quality() == EnergyQuality.ESTIMATE;
        boolean comparable =
                stages.stream().allMatch(s -> (s.quality() == EnergyQuality.ESTIMATE) == estimated);
        Optional<String> doubt =
                comparable
                        ? gain.doubt()
                        : Optional.of("of training and completions one is an estimate");
        return new BreakEven(
                OptionalDouble.of(joules),
                source,
                doubt.isPresent()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                Math.ceil(
                                        joules
                                                / (gain.fullDepth().getAsDouble()
                                                        - gain.strategy().getAsDouble()))),
                doubt.orElse(""));
    }
}
