package io.exitbench.report.page;

import io.exitbench.result.score.SampleResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many completions of a run are not what full depth writes.
 *
 * @param worse nearer to the reference at full depth, by Edit Similarity
 * @param better nearer to it in the run
 * @param others different and equally near
 * @param all completions
 */
record Differences(int worse, int better, int others, int all) {
    /**
     * @param run completions of a run
     * @param full those of full depth
     * @return their differences; samples without a score count as equally near
     */
    static Differences of(List<SampleResult> run, List<SampleResult> full) {
        Map<String, SampleResult> references = new LinkedHashMap<>();
        full.forEach(sample -> references.put(sample.sampleId(), sample));
        int worse = 0;
        int better = 0;
        int others = 0;
        for (SampleResult sample : run) {
            SampleResult reference = references.get(sample.sampleId());
            int sign = reference == null ? 0 : Double.compare(score(sample), score(reference));
            worse += sign < 0 ? 1 : 0;
            better += sign > 0 ? 1 : 0;
            others += sign == 0 && sample.agreeingTokens() != sample.comparedTokens() ? 1 : 0;
        }
        return new Differences(worse, better, others, run.size());
    }

    private static double score(SampleResult sample) {
        return sample.scores().getOrDefault(EqualQuality.MEASURE, 0.0);
    }
}
