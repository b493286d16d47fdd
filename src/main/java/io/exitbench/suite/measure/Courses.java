package io.exitbench.suite.measure;

import io.exitbench.decode.TokenDecoder;
import java.util.List;
import java.util.Optional;

/** How a run goes through samples: one after another, or several together. */
sealed interface Courses extends AutoCloseable permits SoloCourses, BatchCourses {
    /** Those of a run; the caller closes them. */
    static Courses of(SampleRunner runner, LiveRun run, List<WorkSample> samples) {
        return run.batch() == 1
                ? new SoloCourses(runner, run, samples)
                : new BatchCourses(runner, run, samples);
    }

    /** Completes a few samples with a strategy of its own, so that nothing is done first later. */
    void warmUp(int count);

    /** Completes all samples. */
    Course complete();

    /** Goes through the full model's completions of all samples. */
    Course follow();

    /** What makes one completion at a time, if the run does. */
    Optional<TokenDecoder> solo();

    @Override
    void close();
}
