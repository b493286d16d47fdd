package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.result.cost.Tier;
import io.exitbench.result.record.JournalEntry.Schedule;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.strategy.FullDepthTrace;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {
    private static final int RUNS = 18;
    private static final int BLOCKS = 3;

    private static List<WorkSample> samples(int count, double seconds) {
        FullDepthTrace nothing = new FullDepthTrace(new int[0], new int[0][], new int[0]);
        return IntStream.range(0, count)
                .mapToObj(i -> new PromptRecord("s" + i, "f", new int[] {1}, "", "x"))
                .map(prompt -> new WorkSample(prompt, nothing, seconds))
                .toList();
    }

    private static Schedule schedule(Tier tier, int count, double seconds, double left) {
        return schedule(tier, Duration.ZERO, count, seconds, left);
    }

    private static Schedule schedule(
            Tier tier, Duration shortestWindow, int count, double seconds, double left) {
        return new TimeBudget(tier, RUNS, BLOCKS, 1, shortestWindow, 7)
                .schedule(samples(count, seconds), left);
    }

    @Test
    void whatFitsIsPlannedAndItsTimeIsKept() {
        Schedule schedule = schedule(Tier.SMOKE, 100, 0.04, 300);
        assertThat(schedule.blocks()).isEqualTo(BLOCKS);
        assertThat(schedule.sampleIds()).hasSizeBetween(20, 99);
        assertThat(schedule.expectedSeconds()).isBetween(240.0, 300.0);
    }

    @Test
    void aMachineAThirdAsFastMeasuresFewerSamplesInTheSameTime() {
        Schedule fast = schedule(Tier.SMOKE, 100, 0.04, 400);
        Schedule slow = schedule(Tier.SMOKE, 100, 0.12, 400);
        assertThat(slow.sampleIds()).hasSizeLessThan(fast.sampleIds().size());
        assertThat(slow.expectedSeconds()).isLessThan(400);
    }

    @Test
    void aSmallSuiteIsTimedWhole() {
        assertThat(schedule(Tier.SMOKE, 10, 0.01, 400).sampleIds()).hasSize(10);
    }

    @Test
    void howeverLateItIsEveryBlockHasSomeSamples() {
        assertThat(schedule(Tier.SMOKE, 100, 1, -50).sampleIds())
                .hasSize(TimeBudget.FEWEST_SAMPLES);
        assertThat(schedule(Tier.SMOKE, 3, 1, -50).sampleIds()).hasSize(3);
    }

    @Test
    void whatAMeterDrawsOutIsPlannedAsLongAsItTakes() {
        Schedule drawn = schedule(Tier.SMOKE, Duration.ofSeconds(2), 100, 0.04, 60);
        assertThat(drawn.expectedSeconds()).isBetween(2.0 * 2 * RUNS * BLOCKS, 300.0);
        assertThat(drawn.sampleIds()).as("as many as a window has room for").hasSize(50);
        Schedule slow = schedule(Tier.SMOKE, Duration.ofSeconds(2), 100, 0.3, 60);
        assertThat(slow.sampleIds()).as("no window of two passes").hasSize(7);
        Schedule enough = schedule(Tier.SMOKE, Duration.ofSeconds(2), 100, 0.04, 1000);
        assertThat(enough.sampleIds()).hasSize(100);
    }

    @Test
    void cardsShareTheBlocks() {
        double alone =
                new TimeBudget(Tier.PUBLISH, RUNS, 4, 1, Duration.ZERO, 7)
                        .schedule(samples(100, 0.1), 0)
                        .expectedSeconds();
        Schedule two =
                new TimeBudget(Tier.PUBLISH, RUNS, 4, 2, Duration.ZERO, 7)
                        .schedule(samples(100, 0.1), 0);
        double idle = 4 * Tier.PUBLISH.idle().toSeconds();
        assertThat(two.expectedSeconds() - idle).isCloseTo((alone - idle) / 2, within(1e-9));
        assertThat(two.blocks()).isEqualTo(4);
    }

    @Test
    void publishingTakesWhatItNeeds() {
        assertThat(schedule(Tier.PUBLISH, 100, 10, 60).sampleIds()).hasSize(100);
    }

    @Test
    void oneSeedDrawsTheSameSamplesInTheOrderOfTheSuite() {
        Schedule first = schedule(Tier.SMOKE, 100, 0.1, 300);
        assertThat(schedule(Tier.SMOKE, 100, 0.1, 300)).isEqualTo(first);
        List<Integer> numbers =
                first.sampleIds().stream().map(id -> Integer.valueOf(id.substring(1))).toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(first.expectedSeconds())
                .isCloseTo(schedule(Tier.SMOKE, 100, 0.1, 300).expectedSeconds(), within(1e-9));
    }
}
