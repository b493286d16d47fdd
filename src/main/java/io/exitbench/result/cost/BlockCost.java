package io.exitbench.result.cost;

import io.exitbench.energy.DeviceState;
import io.exitbench.energy.EnergyReading;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The cost of one run in one block: a row of {@code blocks.csv}.
 *
 * @param block from 0
 * @param position of the run in the random order of its block, from 0
 * @param passes times the samples were gone through, so that the window was long enough
 * @param seconds length of the window
 * @param energy gross, of the window
 * @param before the device at its start
 * @param after the device at its end
 * @param othersShare of the machine's CPU time that other processes took, 0 to 1
 * @param flags what moved on the device meanwhile
 */
public record BlockCost(
        int block,
        int position,
        int passes,
        double seconds,
        EnergyReading energy,
        DeviceState before,
        DeviceState after,
        OptionalDouble othersShare,
        List<String> flags) {

    /**
     * @param reason why it does not count
     * @return the same with a gap in place of its energy
     */
    public BlockCost withoutEnergy(String reason) {
        return new BlockCost(
                block,
                position,
                passes,
                seconds,
                new EnergyReading(
                        OptionalDouble.empty(), energy.source(), energy.quality(), reason),
                before,
                after,
                othersShare,
                flags);
    }

    /**
     * @return seconds for going through all samples once
     */
    public double secondsPerPass() {
        return seconds / passes;
    }

    /**
     * @return gross joules for going through all samples once
     */
    public OptionalDouble joulesPerPass() {
        return energy.joules().isPresent()
                ? OptionalDouble.of(energy.joules().getAsDouble() / passes)
                : OptionalDouble.empty();
    }
}
