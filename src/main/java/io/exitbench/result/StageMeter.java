package io.exitbench.result;

import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyReading;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures a stage from its start to {@link #close()} and keeps {@code energy.json} in the folder
 * of what it makes. A stage that was killed and resumed adds up what its sessions saved:
 *
 * <pre>{@code
 * try (StageMeter energy = StageMeter.begin("finetune", meter, folder)) {
 *     for (...) {
 *         train();
 *         writeCheckpoint();
 *         energy.save();
 *     }
 * }
 * }</pre>
 *
 * <p>What a killed session spent after its last {@code save} is lost with its work; the sum is then
 * what the surviving work cost.
 */
public final class StageMeter implements AutoCloseable {
    private final EnergyMeter meter;
    private final Path folder;
    private StageEnergy spent;
    private EnergyMeter.Window window;
    private long since;

    private StageMeter(EnergyMeter meter, Path folder, StageEnergy spent) {
        this.meter = meter;
        this.folder = folder;
        this.spent = spent;
        since = System.nanoTime();
        window = meter.begin();
    }

    /**
     * Starts or resumes a stage.
     *
     * @param stage such as {@code finetune}
     * @param meter of what the stage runs on
     * @param folder of what it makes; an {@code energy.json} of the same stage there is continued
     * @return the running measurement
     * @throws io.exitbench.ExitBenchException if that file is malformed
     */
    public static StageMeter begin(String stage, EnergyMeter meter, Path folder) {
        Optional<StageEnergy> before =
                StageEnergyFile.read(folder).filter(energy -> energy.stage().equals(stage));
        StageEnergy spent =
                before.map(
                                energy ->
                                        new StageEnergy(
                                                stage,
                                                energy.joules(),
                                                energy.seconds(),
                                                source(energy.source(), meter.source()),
                                                energy.quality().weaker(meter.quality()),
                                                energy.sessions() + 1))
                        .orElseGet(
                                () ->
                                        new StageEnergy(
                                                stage,
                                                OptionalDouble.of(0),
                                                0,
                                                meter.source(),
                                                meter.quality(),
                                                1));
        return new StageMeter(meter, folder, spent);
    }

    private static String source(String earlier, String now) {
        return earlier.contains(now) ? earlier : earlier + "; then " + now;
    }

    /**
     * Writes what the stage has spent until now; call it with every checkpoint.
     *
     * @return what was written
     */
    public StageEnergy save() {
        lap();
        window = meter.begin();
        return spent;
    }

    private void lap() {
        EnergyReading reading = window.end();
        long now = System.nanoTime();
        spent =
                new StageEnergy(
                        spent.stage(),
                        spent.joules().isPresent() && reading.joules().isPresent()
                                ? OptionalDouble.of(
                                        spent.joules().getAsDouble()
                                                + reading.joules().getAsDouble())
                                : OptionalDouble.empty(),
                        spent.seconds() + (now - since) / 1e9,
                        spent.source(),
                        spent.quality(),
                        spent.sessions());
        since = now;
        StageEnergyFile.write(folder, spent);
    }

    /** Ends the stage and writes what it has spent. */
    @Override
    public void close() {
        lap();
    }
}
