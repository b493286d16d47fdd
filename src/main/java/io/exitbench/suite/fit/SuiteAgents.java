package io.exitbench.suite.fit;

import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentRequest;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.file.AtomicFile;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.record.RecordJson;
import io.exitbench.strategy.LearningFamily;
import io.exitbench.strategy.LearningStage;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All agents that a suite asks for, trained or shipped, each at its prices or thresholds. */
public final class SuiteAgents implements LearningFamily {
    private static final String FILE = "agents.json";
    private static final int KEY_LENGTH = 16;

    /** What is kept: which agents there are. Each of them lies in a folder of its own. */
    private record Index(List<FittedAgent> agents) {}

    /**
     * Trains those agents that the choice of strategies leaves in, or finds them trained. Each is
     * learned once by itself, since suites that differ in one agent share the others.
     */
    @Override
    public Path learn(LearningStage stage) {
        SuiteSpecification specification = stage.resource(SuiteSpecification.class);
        List<AgentRequest> wanted =
                specification.experiment().agents().stream()
                        .filter(agent -> isWanted(agent, stage))
                        .toList();
        List<FittedAgent> agents =
                wanted.isEmpty() ? List.of() : trainer(specification, stage).train(wanted);
        String index = RecordJson.line(new Index(agents));
        String key = Sha256.hex(index).substring(0, KEY_LENGTH);
        Path folder = SuiteStage.folder(specification).resolve("agents-" + key);
        AtomicFile.write(folder.resolve(FILE), index + "\n");
        return folder;
    }

    private static boolean isWanted(AgentRequest agent, LearningStage stage) {
        return agent.points().stream()
                .map(agent::parameters)
                .anyMatch(text -> stage.wants(AgentFamily.NAME + " " + text));
    }

    private static AgentTrainer trainer(SuiteSpecification specification, LearningStage stage) {
        return new AgentTrainer(
                specification,
                stage.resource(Prepared.class),
                stage.resource(DecoderModel.class),
                stage.resource(EnergyMeter.class),
                OtherTexts.NONE);
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return read(context.learned().resolve(FILE)).agents().stream()
                .map(FittedAgent::family)
                .flatMap(agent -> agent.variants(context));
    }

    private static Index read(Path file) {
        try {
            return RecordJson.parse(Files.readString(file), Index.class);
        } catch (IOException | JsonParseException e) {
            throw new ExitBenchException(
                    file + " cannot be read; run the suite again, which writes it anew.", e);
        }
    }
}
