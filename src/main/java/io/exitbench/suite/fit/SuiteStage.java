package io.exitbench.suite.fit;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.StageMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.ResultFolder;
import io.exitbench.strategy.LearningStage;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What one family has to learn from in a suite. */
final class SuiteStage implements LearningStage {
    private static final int KEY_LENGTH = 16;

    private final StrategyFamily family;
    private final Fitted recorded;
    private final FitResources resources;

    /**
     * @param family that learns
     * @param recorded traces for all families
     * @param resources of the suite
     */
    SuiteStage(StrategyFamily family, Fitted recorded, FitResources resources) {
        this.family = family;
        this.recorded = recorded;
        this.resources = resources;
    }

    @Override
    public StrategyContext context() {
        return recorded.context(
                family,
                resources.prepared().exits().layers(),
                resources.prepared().exits().modelLayers(),
                resources.specification().experiment().seed());
    }

    @Override
    public boolean wants(String label) {
        return resources.specification().experiment().wants(label, false);
    }

    @Override
    public Path once(String key, Learning learning) {
        String inputs =
                family.getClass().getName()
                        + "|"
                        + key
                        + "|"
                        + resources.traces().calibrationKey(Fit.COMPLETIONS);
        Path folder =
                folder(resources.specification())
                        .resolve(Sha256.hex(inputs).substring(0, KEY_LENGTH));
        if (!Files.isDirectory(folder)) {
            learn(folder, learning);
        }
        return folder;
    }

    /** Where everything lies that families have learned. */
    static Path folder(SuiteSpecification specification) {
        return specification.places().cache().resolve("learned").toAbsolutePath();
    }

    /** Beside the folder first, so that what is there is whole. */
    private void learn(Path folder, Learning learning) {
        Path partial = folder.resolveSibling(folder.getFileName() + "." + UUID.randomUUID());
        try {
            try {
                Files.createDirectories(partial);
                try (StageMeter energy = StageMeter.begin("learning", resources.meter(), partial)) {
                    learning.into(partial);
                    energy.save();
                }
                publish(partial, folder);
            } finally {
                ResultFolder.remove(partial);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    "What "
                            + family.getClass().getName()
                            + " learns cannot be written to "
                            + folder
                            + " ("
                            + e.getMessage()
                            + "); check the disk and exitbench.cache.",
                    e);
        }
    }

    private static void publish(Path partial, Path folder) throws IOException {
        try {
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another suite may have learned the same meanwhile.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    @Override
    public <T> T resource(Class<T> type) {
        Map<Class<?>, Supplier<?>> offered =
                Map.of(
                        SuiteSpecification.class, resources::specification,
                        Prepared.class, resources::prepared,
                        SplitTraces.class, resources::traces,
                        DecoderModel.class, resources::model,
                        EnergyMeter.class, resources::meter);
        Supplier<?> found = offered.get(type);
        if (found == null) {
            throw new ExitBenchException(
                    "The strategies of "
                            + family.getClass().getName()
                            + " cannot learn from a "
                            + type.getName()
                            + "; a suite has "
                            + offered.keySet().stream().map(Class::getName).sorted().toList()
                            + ".");
        }
        return type.cast(found.get());
    }
}
