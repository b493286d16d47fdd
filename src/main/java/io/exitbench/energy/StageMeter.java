package io.exitbench.energy;

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
    private final StageEnergy before;
    private final EnergyMeter.Window session;
    private final long started;
    private StageEnergy spent;
    private EnergyMeter.Window window;
    private long since;

    private StageMeter(EnergyMeter meter, Path folder, StageEnergy before) {
        this.meter = meter;
        this.folder = folder;
        this.before = before;
        spent = before;
        started = System.nanoTime();
        session = meter.begin();
        since = started;
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
     * Writes what the stage has spent until now; call it with every checkpoint. What was spent
     * since the last one is left for the next while it is too short for the meter to read, and
     * nothing is written before there was anything to read.
     *
     * @return what has been read until now
     */
    public StageEnergy save() {
        long now = System.nanoTime();
        if (now - since >= meter.shortestWindow().toNanos()) {
            spent = plus(spent, window.end(), now - since);
            since = now;
            window = meter.begin();
        }
        if (spent.seconds() > 0) {
            StageEnergyFile.write(folder, spent);
        }
        return spent;
    }

    private static StageEnergy plus(StageEnergy before, EnergyReading reading, long nanos) {
        return new StageEnergy(
                before.stage(),
                before.joules().isPresent() && reading.joules().isPresent()
                        ? OptionalDouble.of(
                                before.joules().getAsDouble() + reading.joules().getAsDouble())
                        : OptionalDouble.empty(),
                before.seconds() + nanos / 1e9,
                before.source(),
                before.quality(),
                before.sessions());
    }

    /**
     * Ends the stage and writes what it has spent, read over the whole session, since the time from
     * the last save may be too short to read by itself.
     */
    @Override
    public void close() {
        window.end();
        spent = plus(before, session.end(), System.nanoTime() - started);
        StageEnergyFile.write(folder, spent);
    }
}
