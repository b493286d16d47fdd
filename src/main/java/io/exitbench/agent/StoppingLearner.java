package io.exitbench.agent;

import io.exitbench.agent.stopping.FittedStopping;
import io.exitbench.model.ExitNet;
import java.nio.file.Path;
import java.util.List;

/** Fits optimal stopping; it takes about a minute, so a killed fit begins again. */
final class StoppingLearner implements PolicyLearner {
    private final FittedStopping fit;
    private int done;

    StoppingLearner(FittedStopping fit) {
        this.fit = fit;
    }

    @Override
    public String unit() {
        return "steps";
    }

    @Override
    public int steps() {
        return fit.steps();
    }

    @Override
    public int done() {
        return done;
    }

    @Override
    public boolean finished() {
        return fit.finished();
    }

    @Override
    public void step() {
        fit.step();
        done++;
    }

    @Override
    public void save(Path checkpoint) {}

    @Override
    public void resume(Path checkpoint) {}

    @Override
    public List<List<String>> curve() {
        return fit.curve();
    }

    @Override
    public ExitNet policy() {
        return fit.net();
    }

    @Override
    public boolean readsPrice() {
        return true;
    }

    @Override
    public float[] neverLeftUpTo() {
        return fit.neverLeftUpTo();
    }
}
