package io.exitbench.agent;

import io.exitbench.agent.ppo.PpoTrainer;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.nio.file.Path;
import java.util.List;

/** Learns by PPO; a step is an update. */
final class PpoLearner implements PolicyLearner {
    private final PpoTrainer trainer;
    private final int updates;

    PpoLearner(PpoTrainer trainer, int updates) {
        this.trainer = trainer;
        this.updates = updates;
    }

    @Override
    public String unit() {
        return "updates";
    }

    @Override
    public int steps() {
        return updates;
    }

    @Override
    public int done() {
        return trainer.updatesDone();
    }

    @Override
    public boolean finished() {
        return trainer.finished();
    }

    @Override
    public void step() {
        trainer.update();
    }

    @Override
    public void save(Path checkpoint) {
        trainer.save(checkpoint);
    }

    @Override
    public void resume(Path checkpoint) {
        trainer.resume(checkpoint);
    }

    @Override
    public List<List<String>> curve() {
        return trainer.curve().rows();
    }

    @Override
    public ExitNet policy() {
        List<DenseLayer> layers = trainer.policy();
        return new ExitNet(false, 0, 0, layers.subList(0, 1), layers.subList(1, layers.size()));
    }
}
