package io.exitbench.cli;

import io.exitbench.metric.MetricSet;
import io.exitbench.result.AtomicFile;
import io.exitbench.result.QualityScorer;
import io.exitbench.result.ResultsCsv;
import io.exitbench.result.SampleResult;
import io.exitbench.result.SamplesFile;
import io.exitbench.result.statistics.Resampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exitbench score}: computes all scores of a suite run again from its completions. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = "Computes every score again from samples.jsonl and updates results.csv.")
final class ScoreCommand implements Callable<Integer> {
    @Parameters(description = "Folder of a suite run, such as target/exitbench/py150.")
    private Path folder;

    @Option(names = "--seed", defaultValue = "420", description = "Seed of the intervals.")
    private long seed;

    @Override
    public Integer call() {
        Path samplesFile = folder.resolve("samples.jsonl");
        Map<String, List<SampleResult>> runs =
                SamplesFile.read(samplesFile).stream()
                        .collect(
                                Collectors.groupingBy(
                                        SampleResult::runId,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        QualityScorer scorer = new QualityScorer(MetricSet.ofText(), new Resampling(seed));
        Map<String, QualityScorer.Scored> scored = new LinkedHashMap<>();
        runs.forEach((id, samples) -> scored.put(id, scorer.score(samples)));
        String csv = ResultsCsv.rescored(folder.resolve("results.csv"), scored);
        SamplesFile.write(
                samplesFile,
                scored.values().stream().flatMap(run -> run.samples().stream()).toList());
        AtomicFile.write(folder.resolve("results.csv"), csv);
        return 0;
    }
}
