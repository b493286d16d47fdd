package io.exitbench.suite.plan;

import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.Protocol;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;

/**
 * How completions came about, in one sentence that stands beside the scores: numbers on official
 * data look comparable with published ones, and seldom are.
 */
final class ProtocolText {
    private final SuiteSpecification.Task task;
    private final Prepared prepared;

    ProtocolText(SuiteSpecification specification, Prepared prepared) {
        this.task = specification.task();
        this.prepared = prepared;
    }

    String sentence() {
        Protocol protocol = task.data().protocol();
        int cases = prepared.prompts().size();
        long files = prepared.prompts().stream().map(p -> p.sample().file()).distinct().count();
        String what =
                protocol == Protocol.LINE
                        ? "Line completion"
                        : "Completion of the tokens after the first 20 % of a file";
        return what
                + ", decoded greedily from the last "
                + prepared.context()
                + " tokens of context at most, at most "
                + task.newTokens()
                + " new tokens; "
                + cases
                + (cases == 1 ? " case" : " cases")
                + (files == cases ? "." : " of " + files + (files == 1 ? " file." : " files."))
                + (protocol == Protocol.LINE
                                && prepared.data().origin() == CodeDataset.Origin.OFFICIAL
                        ? " CodeXGLUE's published numbers are of all its cases, decoded with a beam of"
                                + " 5 from 924 tokens of context."
                        : "");
    }
}
