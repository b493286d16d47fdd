package io.exitbench.result.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import io.exitbench.result.SuiteRecordsFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    @Test
    void everyKindOfEntryComesBackAsItWas() {
        List<JournalEntry> entries = new ArrayList<>(SuiteRecordsFixture.journal());
        entries.add(SuiteRecordsFixture.load());
        entries.add(new JournalEntry.Begun("r", "", 30.5));
        entries.add(new JournalEntry.Failure("r", "s", "Two\nlines, \"quoted\"\u2028 <and> more."));
        entries.add(new JournalEntry.Refusal("no"));
        entries.add(new JournalEntry.Untuned("s", new int[] {1}, new int[][] {{2, 1}}));
        entries.add(new JournalEntry.Idle("a", true, OptionalDouble.empty()));
        entries.add(SuiteRecordsFixture.window("a", SuiteRecordsFixture.FULL, 0, Double.NaN));
        for (JournalEntry entry : entries) {
            String line = RecordJson.line(entry);
            assertThat(line).doesNotContain("\n");
            assertThat(RecordJson.entry(line)).usingRecursiveComparison().isEqualTo(entry);
        }
        assertThat(entries.stream().map(Object::getClass).distinct())
                .as("no kind is left out")
                .hasSameSizeAs(Arrays.asList(JournalEntry.class.getPermittedSubclasses()));
    }

    @Test
    void thePlanComesBackAsItWas() {
        SuitePlan plan = SuiteRecordsFixture.plan(true);
        assertThat(RecordJson.parse(RecordJson.line(plan), SuitePlan.class)).isEqualTo(plan);
    }

    @Test
    void whatIsNoEntryIsRefused() {
        for (String line : List.of("", "null", "{}", "{\"kind\":\"plan\"}", "{\"kind\":null}")) {
            assertThatThrownBy(() -> RecordJson.entry(line))
                    .as(line)
                    .isInstanceOfAny(JsonParseException.class, UnsupportedOperationException.class);
        }
    }

    @Test
    void timesComeBackToThreeDigits() {
        Histogram times = new Histogram(3);
        times.recordValue(1_234_567);
        times.recordValue(98_765_432_100L);
        assertThat(LatencyRecord.decode(LatencyRecord.encode(times))).isEqualTo(times);
        assertThatThrownBy(() -> LatencyRecord.decode("AAAA"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
