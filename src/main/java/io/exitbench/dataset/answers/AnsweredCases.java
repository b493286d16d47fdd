package io.exitbench.dataset.answers;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.source.LineCase;
import io.exitbench.dataset.source.LineCases;
import io.exitbench.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cases that have an answer; only they are measured on.
 *
 * @param cases in the order of their file
 * @param digest identifies inputs and answers, in hexadecimal
 * @param counts where the answers come from
 */
public record AnsweredCases(List<LineCase> cases, String digest, AnswerCounts counts) {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweredCases.class);
    private static final int MOST_NAMED = 5;

    /**
     * Takes cases as they came. Those without an answer are left out, by name in the log.
     *
     * @param given the cases
     * @return those with an answer
     * @throws ExitBenchException if none has one
     */
    public static AnsweredCases asGiven(LineCases given) {
        List<LineCase> withheld = given.withheld();
        if (withheld.size() == given.cases().size()) {
            throw new ExitBenchException(
                    given.file()
                            + " has no answers: \"gt\" is empty in all "
                            + withheld.size()
                            + " cases. Give a folder with exitbench.data that holds this file and"
                            + " the files it was cut from, and they are recovered.");
        }
        return of(given, withheld.stream().map(each -> RecoveredAnswer.NOT_FOUND).toList());
    }

    /**
     * Puts given and recovered answers together.
     *
     * @param found for each case of {@link LineCases#withheld}
     */
    static AnsweredCases of(LineCases given, List<RecoveredAnswer> found) {
        List<LineCase> answered = new ArrayList<>();
        List<LineCase> leftOut = new ArrayList<>();
        Iterator<RecoveredAnswer> next = found.iterator();
        for (LineCase each : given.cases()) {
            LineCase known = each.isAnswered() ? each : each.withAnswer(next.next().answer());
            (known.isAnswered() ? answered : leftOut).add(known);
        }
        for (LineCase each : leftOut.subList(0, Math.min(MOST_NAMED, leftOut.size()))) {
            LOG.warn(
                    "Line {} of {} (id {}) has no answer and is left out.",
                    each.line(),
                    given.file(),
                    each.id());
        }
        if (leftOut.size() > MOST_NAMED) {
            LOG.warn("So are {} further cases.", leftOut.size() - MOST_NAMED);
        }
        AnswerCounts counts =
                AnswerCounts.of(given.cases().size() - given.withheld().size(), found);
        if (!counts.areAllGiven()) {
            LOG.info(counts.text());
        }
        return new AnsweredCases(
                List.copyOf(answered),
                found.isEmpty() ? given.digest() : digest(given, answered),
                counts);
    }

    /** What is measured on depends on what was recovered. */
    private static String digest(LineCases given, List<LineCase> answered) {
        MessageDigest sha256 = Sha256.create();
        sha256.update(given.digest().getBytes(StandardCharsets.UTF_8));
        for (LineCase each : answered) {
            String text = "\n" + each.line() + "\t" + each.answer();
            sha256.update(text.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /**
     * @return the cases as samples
     */
    public List<CompletionSample> samples() {
        return cases.stream().map(LineCase::sample).toList();
    }
}
