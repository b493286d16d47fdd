package io.exitbench.suite.plan;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentTraining;
import io.exitbench.finetune.LossCurve;
import io.exitbench.suite.prepare.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tells of training, so that a report needs nothing but the folder. */
final class Attachments {
    private static final String LOSSES = "fine-tuning-losses.csv";

    private Attachments() {}

    /** The texts by file name. */
    static Map<String, String> of(Prepared prepared, List<PlannedRun> runs) {
        Map<String, String> texts = new LinkedHashMap<>();
        prepared.model()
                .folder()
                .filter(at -> prepared.model().manifest().isPresent())
                .map(at -> at.resolve(LossCurve.FILE))
                .filter(Files::isRegularFile)
                .ifPresent(file -> texts.put(LOSSES, text(file)));
        runs.stream()
                .flatMap(run -> run.variant().trained().stream())
                .distinct()
                .filter(at -> Files.isRegularFile(at.resolve(AgentTraining.FILE)))
                .forEach(
                        at ->
                                texts.put(
                                        "learning-curve-" + at.getFileName() + ".csv",
                                        text(at.resolve(AgentTraining.CURVE))));
        return texts;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ExitBenchException(
                    file
                            + " cannot be read ("
                            + e.getMessage()
                            + "); delete its folder, and it is trained again.",
                    e);
        }
    }
}
