package io.exitbench.suite.fit;

import io.exitbench.agent.trace.Trace;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.Confidence;
import java.nio.file.Path;
import java.util.List;

/** Calibration traces as they were recorded for agents, which need them first. */
final class RecordedCalibration implements CalibrationTraces {
    private final Trace trace;
    private final Path folder;
    private final boolean amongCandidates;
    private final int last;

    RecordedCalibration(Trace trace, Path folder) {
        this(trace, folder, false);
    }

    private RecordedCalibration(Trace trace, Path folder, boolean amongCandidates) {
        this.trace = trace;
        this.folder = folder;
        this.amongCandidates = amongCandidates;
        last = trace.header().exits().size() - 1;
    }

    @Override
    public List<Integer> exitLayers() {
        return trace.header().exits().subList(0, last);
    }

    @Override
    public List<Completion> completions() {
        return trace.episodes().stream()
                .map(e -> new Completion(e.fileId(), e.firstToken(), e.tokens()))
                .toList();
    }

    @Override
    public long tokens() {
        return trace.tokens();
    }

    @Override
    public int full(long token) {
        return trace.argmax(token, last);
    }

    @Override
    public Confidence seen(long token, int exit) {
        return amongCandidates
                ? trace.amongCandidates(token, checked(exit))
                : trace.confidence(token, checked(exit));
    }

    @Override
    public CalibrationTraces amongCandidates() {
        return new RecordedCalibration(trace, folder, true);
    }

    @Override
    public List<Path> madeIn() {
        return List.of(folder);
    }

    private int checked(int exit) {
        if (exit >= last) {
            throw new IndexOutOfBoundsException("exit " + exit + " of " + last);
        }
        return exit;
    }
}
