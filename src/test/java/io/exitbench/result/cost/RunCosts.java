package io.exitbench.result.cost;

import io.exitbench.energy.DeviceState;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.energy.EnergyReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Costs made up for tests. */
public final class RunCosts {
    public static final DeviceState DEVICE =
            new DeviceState(
                    "test",
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty());

    private RunCosts() {}

    /** NaN joules are a gap. */
    public static BlockCost block(int index, int passes, double seconds, double joules) {
        EnergyReading reading =
                new EnergyReading(
                        Double.isNaN(joules) ? OptionalDouble.empty() : OptionalDouble.of(joules),
                        "test",
                        EnergyQuality.COUNTER,
                        Double.isNaN(joules) ? "gap" : "");
        return new BlockCost(
                index,
                0,
                passes,
                seconds,
                reading,
                DEVICE,
                DEVICE,
                OptionalDouble.empty(),
                List.of());
    }

    static RunCost run(
            String id,
            int samples,
            EnergyQuality quality,
            OptionalDouble idleWatts,
            List<BlockCost> blocks) {
        return new RunCost(
                id,
                id,
                samples,
                50,
                "test",
                quality,
                blocks,
                Latency.UNKNOWN,
                Optional.empty(),
                idleWatts);
    }

    /** One second and one pass for each block. */
    public static RunCost run(String id, int samples, double... joules) {
        List<BlockCost> blocks = new ArrayList<>();
        for (double each : joules) {
            blocks.add(block(blocks.size(), 1, 1, each));
        }
        return run(id, samples, EnergyQuality.COUNTER, OptionalDouble.empty(), blocks);
    }
}
