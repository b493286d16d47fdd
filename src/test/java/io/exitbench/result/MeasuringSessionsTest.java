package io.exitbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.energy.EnergyReading;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuiteRecords;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeasuringSessionsTest {
    private static List<BlockCost> comparable(String first, String second) {
        SuiteRecords records =
                new SuiteRecords(
                        SuiteRecordsFixture.plan(true),
                        List.of(),
                        List.of(session("a", first), session("b", second)));
        EnergyReading energy =
                new EnergyReading(OptionalDouble.of(3), first, EnergyQuality.COUNTER, "");
        BlockCost block =
                new BlockCost(0, 0, 1, 1, energy, null, null, OptionalDouble.empty(), List.of());
        return new MeasuringSessions(records, List.of("a", "b")).comparable(List.of(block));
    }

    private static JournalEntry.Session session(String id, String source) {
        return new JournalEntry.Session(id, "gpu", source, EnergyQuality.COUNTER);
    }

    @Test
    void joulesOfTwoCardsOfOneKindMayBeAdded() {
        String card = "NVML energy counter of GPU 0 Fake (whole card)";
        assertThat(comparable(card, card.replace("GPU 0", "GPU 1")))
                .allMatch(block -> block.joulesPerPass().isPresent());
        assertThat(comparable(card, card.replace("GPU 0 Fake", "GPU 1 Other")))
                .allMatch(block -> block.joulesPerPass().isEmpty());
        assertThat(comparable(card, card + " + RAPL"))
                .allMatch(block -> block.energy().gap().contains("different meters"));
    }
}
