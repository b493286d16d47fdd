package io.exitbench.suite.plan;

import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.Protocol;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Prompt;
import java.util.List;

/**
 * How completions came about, in one sentence that stands beside the scores: numbers on official
 * data look comparable with published ones, and seldom are.
 *
 * @param protocol that was used, which need not be the one that was asked for
 * @param origin of the data
 * @param prompts of evaluation
 * @param context most tokens of a prompt
 * @param newTokens most tokens of a completion
 */
record ProtocolText(
        Protocol protocol,
        CodeDataset.Origin origin,
        List<Prompt> prompts,
        int context,
        int newTokens) {

    static ProtocolText of(SuiteSpecification specification, Prepared prepared) {
        return new ProtocolText(
                prepared.protocol(),
                prepared.data().origin(),
                prepared.prompts(),
                prepared.context(),
                specification.task().newTokens());
    }

    String sentence() {
        int cases = prompts.size();
        long files = prompts.stream().map(p -> p.sample().file()).distinct().count();
        return what()
                + ", decoded greedily from the last "
                + context
                + " tokens of context at most, at most "
                + newTokens
                + " new tokens; "
                + cases
                + (cases == 1 ? " case" : " cases")
                + (files == cases ? "." : " of " + files + (files == 1 ? " file." : " files."))
                + published();
    }

    private String what() {
        return switch (protocol) {
            case LINE -> "Line completion";
            case RAW_LINE -> "Line completion of source text, not of CodeXGLUE's token lines";
            case FILL_IN_MIDDLE ->
                    "Line completion of source text, given what stands before and behind the line";
            case TOKENS -> "Completion of the tokens after the first 20 % of a file";
        };
    }

    /** Other prompts than CodeXGLUE's are no case for its numbers. */
    private String published() {
        return protocol == Protocol.LINE && origin == CodeDataset.Origin.OFFICIAL
                ? " CodeXGLUE's published numbers are of all its cases, decoded with a beam of 5"
                        + " from 924 tokens of context."
                : "";
    }
}
