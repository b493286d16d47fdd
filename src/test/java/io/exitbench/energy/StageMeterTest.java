package io.exitbench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageMeterTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir Path folder;

    private final AtomicLong cpuNanos = new AtomicLong();
    private final EnergyMeter meter =
            new WithPeriod(new CpuTimeMeter(cpuNanos::get, 10), Duration.ZERO);

    @Test
    void aStageThatIsKilledAndResumedAddsUpItsSavedSessions() {
        StageMeter killed = StageMeter.begin("finetune", meter, folder);
        cpuNanos.addAndGet(3 * SECOND);
        killed.save();
        cpuNanos.addAndGet(SECOND);
        try (StageMeter resumed = StageMeter.begin("finetune", meter, folder)) {
            cpuNanos.addAndGet(2 * SECOND);
            assertThat(resumed.save().joules()).hasValue(50);
            cpuNanos.addAndGet(SECOND);
        }
        StageEnergy energy = StageEnergyFile.read(folder).orElseThrow();
        assertThat(energy.joules()).hasValue(60);
        assertThat(energy.sessions()).isEqualTo(2);
        assertThat(energy.source()).isEqualTo(meter.source());
        assertThat(energy.quality()).isEqualTo(EnergyQuality.ESTIMATE);
    }

    @Test
    void anUnknownPartMakesTheWholeUnknown() {
        try (StageMeter stage = StageMeter.begin("agent", meter, folder)) {
            cpuNanos.addAndGet(SECOND);
            stage.save();
            cpuNanos.set(-1);
        }
        assertThat(StageEnergyFile.read(folder).orElseThrow().joules()).isEmpty();
    }

    @Test
    void anotherStagesFileIsNotContinued() {
        StageMeter.begin("finetune", meter, folder).close();
        StageMeter.begin("agent", meter, folder).close();
        assertThat(StageEnergyFile.read(folder).orElseThrow().sessions()).isEqualTo(1);
    }

    @Test
    void noFileIsNoRecordAndADamagedOneIsAnError() throws IOException {
        assertThat(StageEnergyFile.read(folder)).isEmpty();
        Files.writeString(folder.resolve(StageEnergyFile.NAME), "{\"joules\": 3}");
        assertThatThrownBy(() -> StageEnergyFile.read(folder))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("energy.json is no record");
    }

    @Test
    void oneStageWithoutARecordMakesTheSumOfAllUnknown() throws IOException {
        Path tuned = Files.createDirectory(folder.resolve("tuned"));
        Path agent = Files.createDirectory(folder.resolve("agent"));
        StageMeter.begin("agent", meter, agent).close();
        assertThat(StageEnergyFile.readAll(List.of(tuned, agent))).isEmpty();
        StageMeter.begin("finetune", meter, tuned).close();
        assertThat(StageEnergyFile.readAll(List.of(tuned, agent)).orElseThrow())
                .extracting(StageEnergy::stage)
                .containsExactly("finetune", "agent");
    }

    @Test
    void lapsTooShortToReadAreCountedAtTheEnd() {
        try (StageMeter stage =
                StageMeter.begin("finetune", new WithPeriod(meter, Duration.ofDays(3)), folder)) {
            cpuNanos.addAndGet(SECOND);
            stage.save();
            assertThat(StageEnergyFile.read(folder)).as("0 J would be made up").isEmpty();
            cpuNanos.addAndGet(SECOND);
        }
        assertThat(StageEnergyFile.read(folder).orElseThrow().joules()).hasValue(20);
    }

    /** A meter with another period, so that no test has to wait. */
    private record WithPeriod(EnergyMeter meter, Duration period) implements EnergyMeter {
        @Override
        public String source() {
            return meter.source();
        }

        @Override
        public EnergyQuality quality() {
            return meter.quality();
        }

        @Override
        public Window begin() {
            return meter.begin();
        }
    }
}
