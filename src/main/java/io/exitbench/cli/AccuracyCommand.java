package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.file.Csv;
import io.exitbench.finetune.ExitAccuracy;
import io.exitbench.finetune.TrainingData;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.PairedTest;
import io.exitbench.result.statistics.Resampling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench accuracy}: what each layer predicts on unseen files. */
@Command(
        name = "accuracy",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Next-token accuracy of each layer and its agreement with a base, as CSV, and how"
                        + " far the last layer is from the base's, with files resampled.")
final class AccuracyCommand implements Callable<Integer> {
    private static final double PERCENT = 100;
    private static final long SEED = 420;

    @Option(names = "--model", required = true, description = "Embedded checkpoint or folder.")
    private String model;

    @Option(names = "--base", required = true, description = "Checkpoint to compare with.")
    private String base;

    @Option(names = "--language", required = true, description = "PYTHON or JAVA.")
    private Language language;

    @Option(names = "--split", defaultValue = "EVALUATION", description = "Files to read.")
    private Split split;

    @Option(
            names = "--layers",
            split = ",",
            description = "Layers to judge, the last layer is added; all if absent.")
    private List<Integer> layers = List.of();

    @Option(names = "--texts", defaultValue = "200", description = "Most texts.")
    private int texts;

    @Option(names = "--length", defaultValue = "256", description = "Tokens of a text.")
    private int length;

    @Mixin private ProtocolOption form;

    @Mixin private PlaceOptions place;

    @Option(
            names = "--data",
            defaultValue = DataChoice.EMBEDDED,
            description = "embedded, auto, or a local copy of the data.")
    private String data;

    @Option(
            names = "--others",
            description =
                    "A local copy of data of other projects, such as exitbench corpus writes, judged"
                            + " beside the first; may be given again.")
    private List<Path> others = List.of();

    @Mixin private JsonOption json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        DecoderOptions options =
                DecoderOptions.choose(
                        place.device(),
                        "float32",
                        length,
                        Runtime.getRuntime().availableProcessors());
        ModelLocator locator = new ModelLocator(place.cache());
        LoadableModel found = locator.find(model);
        try (CodeTokenizer tokenizer = found.tokenizer();
                DecoderModel judged = found.load(options);
                DecoderModel reference = locator.find(base).load(options)) {
            List<Integer> wanted = wanted(found.config().layers());
            List<Read> all = new ArrayList<>();
            all.add(read(data, tokenizer));
            others.forEach(path -> all.add(read(path.toString(), tokenizer)));
            List<ExitAccuracy> results =
                    all.stream()
                            .map(part -> ExitAccuracy.of(judged, reference, wanted, part.tokens()))
                            .toList();
            print(all, results);
        }
        return 0;
    }

    /** Data as they were read. */
    private record Read(String name, int files, List<ExitAccuracy.Text> texts) {
        List<int[]> tokens() {
            return texts.stream().map(ExitAccuracy.Text::tokens).toList();
        }

        /** Texts of a file resemble one another. */
        Clusters clusters() {
            return Clusters.of(texts.stream().map(text -> String.valueOf(text.file())).toList());
        }
    }

    private Read read(String where, CodeTokenizer tokenizer) {
        TokenFiles corpus = place.files(language, where, tokenizer);
        List<int[]> files =
                IntStream.range(0, corpus.paths(split).size())
                        .mapToObj(
                                i ->
                                        TrainingData.encoded(
                                                form.protocol(),
                                                corpus,
                                                tokenizer,
                                                corpus.file(split, i)))
                        .toList();
        if (files.isEmpty()) {
            throw new ExitBenchException(
                    corpus.name()
                            + " has no file in its "
                            + split.id()
                            + " split; name another with --split.");
        }
        return new Read(corpus.name(), files.size(), ExitAccuracy.texts(files, length, texts));
    }

    private List<Integer> wanted(int deepest) {
        if (layers.isEmpty()) {
            return IntStream.rangeClosed(1, deepest).boxed().toList();
        }
        List<Integer> wanted = new ArrayList<>(layers);
        wanted.remove((Integer) deepest);
        wanted.add(deepest);
        return wanted;
    }

    private void print(List<Read> data, List<ExitAccuracy> results) {
        PrintWriter out = spec.commandLine().getOut();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("layer"));
        for (int i = 0; i < data.size(); i++) {
            String of = i == 0 ? "" : "_others" + (i == 1 ? "" : "_" + i);
            header.add("accuracy" + of + "_pct");
            header.add("agreement_with_base" + of + "_pct");
        }
        rows.add(header);
        List<Integer> judged = results.get(0).layers();
        for (int i = 0; i < judged.size(); i++) {
            List<String> row = new ArrayList<>(List.of(judged.get(i).toString()));
            for (ExitAccuracy result : results) {
                row.add(percent(result.accuracy()[i]));
                row.add(percent(result.baseAgreement()[i]));
            }
            rows.add(row);
        }
        if (json.wanted()) {
            json.printRows(spec, rows);
            return;
        }
        out.print(Csv.text(rows));
        for (int i = 0; i < data.size(); i++) {
            out.printf(
                    Locale.ROOT,
                    "# %s: files %d, tokens %d, oracle mean layers %.2f, area %.4f%n",
                    data.get(i).name(),
                    data.get(i).files(),
                    results.get(i).tokens(),
                    results.get(i).oracleLayers(),
                    results.get(i).area());
            out.println(lastLayer(data.get(i), results.get(i)));
        }
        out.flush();
    }

    /** How far the last layer is from the base's, with the files that texts are of resampled. */
    private static String lastLayer(Read data, ExitAccuracy result) {
        List<ExitAccuracy.LastLayers> texts = result.lastLayers();
        double[][] own = shares(texts, ExitAccuracy.LastLayers::right);
        double[][] base = shares(texts, ExitAccuracy.LastLayers::baseRight);
        Clusters files = data.clusters();
        return "# %s: last layer less the base's, in points: ".formatted(data.name())
                + new Resampling(SEED)
                        .compare(own, base, files, AccuracyCommand::points)
                        .map(test -> difference(test, files))
                        .orElse("unknown, as all texts are of one file");
    }

    private static String difference(PairedTest test, Clusters files) {
        return String.format(
                Locale.ROOT,
                "%+.2f, 95 %% interval %s over %d files",
                test.difference(),
                test.interval().text(),
                files.count());
    }

    private static double[][] shares(
            List<ExitAccuracy.LastLayers> texts, ToIntFunction<ExitAccuracy.LastLayers> right) {
        return texts.stream()
                .map(text -> new double[] {right.applyAsInt(text), text.tokens()})
                .toArray(double[][]::new);
    }

    private static double points(double[] rightAndTokens) {
        return PERCENT * rightAndTokens[0] / rightAndTokens[1];
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", PERCENT * share);
    }
}
