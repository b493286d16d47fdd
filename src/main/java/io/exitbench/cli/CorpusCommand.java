package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.EmbeddedCorpora;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.preprocess.ProjectCorpus;
import io.exitbench.dataset.preprocess.ProjectSplit;
import io.exitbench.dataset.source.LocalData;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.ModelLocator;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench corpus}: token lines of many projects, whole projects held out. */
@Command(
        name = "corpus",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Writes train.txt, dev.txt and test.txt from a folder of projects, with the literals of"
                    + " a model. Files that equal or resemble others, or those of the embedded"
                    + " corpus, are left out. finetune --mix and accuracy --others read the result."
        })
final class CorpusCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, description = "Its literals stay visible.")
    private String model;

    @Option(names = "--language", required = true, description = "PYTHON or JAVA.")
    private Language language;

    @Option(
            names = "--sources",
            required = true,
            description = "Folder with a folder for each project.")
    private Path sources;

    @Option(
            names = "--calibration",
            split = ",",
            description = "Projects for dev.txt, to choose settings on.")
    private Set<String> calibration = Set.of();

    @Option(
            names = "--evaluation",
            split = ",",
            description = "Projects for test.txt, to report results on.")
    private Set<String> evaluation = Set.of();

    @Option(
            names = "--skip-tokens",
            defaultValue = "0",
            description =
                    "Code tokens of each train project passed over first: those that a first corpus"
                            + " holds.")
    private long skippedTokens;

    @Option(
            names = "--project-tokens",
            defaultValue = "300000",
            description = "Most code tokens of a project.")
    private long projectTokens;

    @Option(names = "--output", required = true, description = "Folder for the result.")
    private Path output;

    @Mixin private CacheOption cache;

    @Mixin private JsonOption json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Literals literals;
        try (CodeTokenizer tokenizer = new ModelLocator(cache.folder()).find(model).tokenizer()) {
            literals = Literals.fromVocabulary(tokenizer.tokens());
        }
        LocalData found = LocalData.open(LocalData.path(sources.toString()), language);
        new ProjectCorpus(
                        new ProjectSplit(calibration, evaluation),
                        literals,
                        skippedTokens,
                        projectTokens,
                        Runtime.getRuntime().availableProcessors())
                .write(
                        found.files()
                                .orElseThrow(
                                        () ->
                                                new ExitBenchException(
                                                        sources
                                                                + " holds no files of "
                                                                + language
                                                                + "; name a folder that does.")),
                        EmbeddedCorpora.read(language, literals),
                        output);
        JsonObject account = new JsonObject();
        account.addProperty("output", output.toAbsolutePath().toString());
        json.print(spec, account);
        if (!json.wanted()) {
            spec.commandLine().getOut().println(output);
        }
        return 0;
    }
}
