package io.exitbench.junit;

import io.exitbench.ExitBenchException;
import io.exitbench.result.ResultFolder;
import io.exitbench.strategy.LearningFamily;
import io.exitbench.strategy.LearningStage;
import io.exitbench.strategy.StrategyContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Lets families under contract learn, each once, in folders that are removed in the end. */
final class ContractLearning implements AutoCloseable {
    private final Map<Class<?>, Path> learned = new HashMap<>();
    private Path folder;

    /**
     * @param family that learns
     * @param context of its contract
     * @return the folder of what it learned
     */
    Path of(LearningFamily family, StrategyContext context) {
        return learned.computeIfAbsent(
                family.getClass(), type -> family.learn(new Stage(type, context)));
    }

    private Path next() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("exitbench-contract");
        }
        return Files.createTempDirectory(folder, "learned");
    }

    @Override
    public void close() {
        if (folder != null) {
            try {
                ResultFolder.remove(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Prompts and traces are the contract's; there is no suite to ask for more. */
    private final class Stage implements LearningStage {
        private final Class<?> family;
        private final StrategyContext context;

        private Stage(Class<?> family, StrategyContext context) {
            this.family = family;
            this.context = context;
        }

        @Override
        public StrategyContext context() {
            return context;
        }

        @Override
        public boolean wants(String label) {
            return true;
        }

        @Override
        public Path once(String key, Learning learning) {
            try {
                Path empty = next();
                learning.into(empty);
                return empty;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public <T> T resource(Class<T> type) {
            throw new ExitBenchException(
                    family.getName()
                            + " cannot learn from a "
                            + type.getName()
                            + " under its contract, which has calibration traces alone; test it in a"
                            + " suite instead.");
        }
    }
}
