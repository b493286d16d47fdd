package io.exitbench.suite.fit;

import io.exitbench.agent.trace.Trace;
import io.exitbench.strategy.CalibrationTraces;
import java.nio.file.Path;
import java.util.List;

/** Calibration traces as they were recorded for agents, which need them first. */
final class RecordedCalibration implements CalibrationTraces {
    private final Trace trace;
    private final Path folder;
    private final int last;

    RecordedCalibration(Trace trace, Path folder) {
        this.trace = trace;
        this.folder = folder;
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
    public boolean agrees(long token, int exit) {
        return argmax(token, exit) == trace.argmax(token, last);
    }

    @Override
    public int argmax(long token, int exit) {
        return trace.argmax(token, checked(exit));
    }

    @Override
    public float topProbability(long token, int exit) {
        return trace.topProbability(token, checked(exit));
    }

    @Override
    public float margin(long token, int exit) {
        return trace.margin(token, checked(exit));
    }

    @Override
    public float entropy(long token, int exit) {
        return trace.entropy(token, checked(exit));
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
