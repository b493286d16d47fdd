package io.exitbench.junit;

import static io.exitbench.result.SuiteRecordsFixture.FULL;
import static io.exitbench.result.SuiteRecordsFixture.ORACLE;
import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static io.exitbench.result.SuiteRecordsFixture.SESSION;
import static io.exitbench.result.SuiteRecordsFixture.forcedWindow;
import static io.exitbench.result.SuiteRecordsFixture.journal;
import static io.exitbench.result.SuiteRecordsFixture.records;
import static io.exitbench.result.SuiteRecordsFixture.window;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Each guarantee fails where it is broken, and nowhere else. */
class SuiteGuaranteesTest {
    private static SuiteGuarantees of(List<JournalEntry> journal) {
        return new SuiteGuarantees(records(journal));
    }

    private static List<JournalEntry> without(Predicate<JournalEntry> entry) {
        List<JournalEntry> journal = journal();
        journal.removeIf(entry);
        return journal;
    }

    @Test
    void aWholeRunKeepsThemAll() {
        SuiteGuarantees whole = of(journal());
        assertThatCode(whole::fullDepthIsTheFullModel).doesNotThrowAnyException();
        assertThatCode(whole::losslessIsLossless).doesNotThrowAnyException();
        assertThatCode(whole::noSampleIsMissing).doesNotThrowAnyException();
        assertThatCode(whole::everyEnergyGapIsNamed).doesNotThrowAnyException();
        assertThatCode(whole::costsAreWorthTheirTier).doesNotThrowAnyException();
    }

    @Test
    void blocksBeyondThePlannedOnesAreWelcome() {
        List<JournalEntry> journal = journal();
        for (RunRecord run : List.of(FULL, RULE, ORACLE)) {
            journal.add(window(SESSION, run, 2, 10));
            journal.add(forcedWindow(SESSION, run, 2, 10, 4));
        }
        journal.add(new JournalEntry.Block(SESSION, 2));
        assertThatCode(of(journal)::noSampleIsMissing).doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(
                        of(
                                        without(
                                                e ->
                                                        e instanceof JournalEntry.Sample s
                                                                && s.runId().equals(RULE.runId())
                                                                && s.sampleId().equals("s1")))
                                ::noSampleIsMissing)
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("entropy nats=1 [defer] has 3 of 4 samples.");
        assertThatThrownBy(
                        of(
                                        without(
                                                e ->
                                                        e instanceof JournalEntry.Forced s
                                                                && s.runId().equals(RULE.runId())))
                                ::noSampleIsMissing)
                .hasMessage("entropy nats=1 [defer] went through 0 of 4 texts.");
        assertThatThrownBy(
                        of(
                                        without(
                                                e ->
                                                        e instanceof JournalEntry.ForcedWindow w
                                                                && w.runId()
                                                                        .equals(ORACLE.runId())))
                                ::noSampleIsMissing)
                .hasMessageContaining("oracle [defer] has 0 of 2 windows");
    }

    @Test
    void fullDepthThatPredictsAnotherTextThanItsOwnIsNoReference() {
        List<JournalEntry> journal =
                without(
                        e ->
                                e instanceof JournalEntry.Forced s
                                        && s.runId().equals(FULL.runId())
                                        && s.sampleId().equals("s1"));
        assertThatThrownBy(of(journal)::fullDepthIsTheFullModel)
                .hasMessageContaining("predicts another text than its own on sample s1");
    }

    @Test
    void anEnergyGapOnEitherTextNeedsAReason() {
        List<JournalEntry> journal =
                without(
                        e ->
                                e instanceof JournalEntry.ForcedWindow w
                                        && w.runId().equals(RULE.runId()));
        for (int block = 0; block < 2; block++) {
            journal.add(forcedWindow(SESSION, RULE, block, Double.NaN, 3));
        }
        assertThatCode(of(journal)::everyEnergyGapIsNamed).doesNotThrowAnyException();
    }
}
