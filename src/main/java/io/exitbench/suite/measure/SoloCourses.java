package io.exitbench.suite.measure;

import io.exitbench.decode.TokenDecoder;
import io.exitbench.strategy.ExitStrategy;
import java.util.List;
import java.util.Optional;

/** One sample after another, all with one strategy. */
final class SoloCourses implements Courses {
    private final SampleRunner runner;
    private final LiveRun run;
    private final List<WorkSample> samples;
    private final TokenDecoder decoder;

    SoloCourses(SampleRunner runner, LiveRun run, List<WorkSample> samples) {
        this.runner = runner;
        this.run = run;
        this.samples = samples;
        decoder = runner.decoder(run);
    }

    @Override
    public void warmUp(int count) {
        runner.warmUp(decoder, run, samples, count);
    }

    @Override
    public Course complete() {
        return course(runner::complete);
    }

    @Override
    public Course follow() {
        return course(runner::follow);
    }

    private Course course(SampleRunner.Way way) {
        ExitStrategy strategy = SampleRunner.strategy(run);
        return () ->
                samples.stream().map(sample -> way.run(decoder, run, strategy, sample)).toList();
    }

    @Override
    public Optional<TokenDecoder> solo() {
        return Optional.of(decoder);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
