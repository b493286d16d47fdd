package io.exitbench.result.record;

import static io.exitbench.result.SuiteRecordsFixture.FULL;
import static io.exitbench.result.SuiteRecordsFixture.ORACLE;
import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static io.exitbench.result.SuiteRecordsFixture.SESSION;
import static io.exitbench.result.SuiteRecordsFixture.journal;
import static io.exitbench.result.SuiteRecordsFixture.records;
import static io.exitbench.result.SuiteRecordsFixture.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.WorkCounts;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SuiteRecordsTest {
    @Test
    void samplesComeInTheOrderOfThePrompts() {
        List<JournalEntry> journal = journal();
        JournalEntry first =
                journal.stream().filter(JournalEntry.Sample.class::isInstance).findFirst().get();
        journal.remove(first);
        journal.add(first);
        assertThat(records(journal).samples(FULL.runId()))
                .extracting(JournalEntry.Sample::sampleId)
                .containsExactly("s1", "s2", "s3", "s4");
        assertThat(records(journal()).samples("another")).isEmpty();
    }

    @Test
    void ofWhatWasRecordedTwiceTheFirstStands() {
        List<JournalEntry> journal = journal();
        journal.add(
                new JournalEntry.Sample(
                        FULL.runId(),
                        "s1",
                        new int[] {1},
                        new int[] {1},
                        List.of(),
                        "x",
                        true,
                        WorkCounts.NONE));
        journal.add(new JournalEntry.Reference("s1", new int[0], new int[0][], 9));
        journal.add(new JournalEntry.Untuned("s1", new int[] {3}, new int[][] {{3}}));
        journal.add(new JournalEntry.Untuned("s1", new int[] {4}, new int[][] {{4}}));
        journal.add(new JournalEntry.Schedule(9, List.of(), 9));
        journal.add(new JournalEntry.Failure(RULE.runId(), "s1", "first"));
        journal.add(new JournalEntry.Failure(RULE.runId(), "s2", "second"));
        SuiteRecords records = records(journal);
        assertThat(records.sample(FULL.runId(), "s1").orElseThrow().tokens()).hasSize(2);
        assertThat(records.reference("s1").orElseThrow().tokens()).hasSize(2);
        assertThat(records.untuned("s1").orElseThrow().tokens()).containsExactly(3);
        assertThat(records.untuned("s2")).isEmpty();
        assertThat(records.schedule().orElseThrow().blocks()).isEqualTo(2);
        assertThat(records.failure(RULE.runId()).orElseThrow().reason()).isEqualTo("first");
        assertThat(records.sound()).containsExactly(FULL, ORACLE);
    }

    @Test
    void windowsOfAnInterruptedBlockAreNotUsed() {
        List<JournalEntry> journal = journal();
        journal.removeIf(e -> e instanceof JournalEntry.Block b && b.block() == 1);
        SuiteRecords interrupted = records(journal);
        assertThat(interrupted.hasBlock(0)).isTrue();
        assertThat(interrupted.hasBlock(1)).isFalse();
        assertThat(interrupted.windows(FULL.runId())).hasSize(1);
        journal.add(new JournalEntry.Session("b", "cpu", "counter", EnergyQuality.COUNTER));
        journal.add(window("b", FULL, 1, 50));
        journal.add(new JournalEntry.Block("b", 1));
        assertThat(records(journal).windows(FULL.runId()))
                .extracting(JournalEntry.Window::session)
                .containsExactly(SESSION, "b");
    }

    @Test
    void idlePowerIsTheFirstThatCouldBeRead() {
        List<JournalEntry> journal = journal();
        journal.removeIf(JournalEntry.Idle.class::isInstance);
        journal.add(new JournalEntry.Idle(SESSION, false, OptionalDouble.empty()));
        assertThat(records(journal).idleWatts(false)).isEmpty();
        journal.add(new JournalEntry.Idle("b", false, OptionalDouble.of(3)));
        journal.add(new JournalEntry.Idle("b", false, OptionalDouble.of(5)));
        assertThat(records(journal).idleWatts(false)).hasValue(3);
        assertThat(records(journal).idleWatts(true)).isEmpty();
    }
}
