package io.exitbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.LearningFamily;
import io.exitbench.strategy.LearningStage;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A family that learns has learned, once, before its contract asks for variants. */
@NotInSuites
class LearningContractTest implements ExitStrategyContract, LearningFamily {
    private static final String LAYER = "layer.txt";

    @Override
    public Path learn(LearningStage stage) {
        int first = stage.context().exitLayers().get(0);
        return stage.once("", folder -> Files.writeString(folder.resolve(LAYER), "" + first));
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        int layer = layer(context.learned());
        return Stream.of(
                StrategyVariant.of(
                        "learned",
                        "layer=" + layer,
                        () -> seen -> ExitDecision.exitIf(seen.layer() == layer)));
    }

    private static int layer(Path folder) {
        try {
            return Integer.parseInt(Files.readString(folder.resolve(LAYER)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itLearnsOnce(ContractModel model) {
        Path learned = model.context(this).learned();
        assertThat(learned).isDirectory();
        assertThat(model.context(new LearningContractTest()).learned()).isEqualTo(learned);
    }
}
