package io.exitbench.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.exitbench.HomeFolder;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.answers.AnsweredCases;
import io.exitbench.dataset.source.LineCase;
import io.exitbench.file.AtomicFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exitbench answers}: the cases of line completion with their recovered answers. */
@Command(
        name = "answers",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Recovers the answers that CodeXGLUE withholds from its cases of line completion, from"
                    + " the files that the cases were cut from.",
            "Writes a JSON line with id, input and gt for each case that has an answer."
        })
final class AnswersCommand implements Callable<Integer> {
    /** What comes back from JSON as it was. */
    private static final String NUMBER = "0|[1-9]\\d{0,14}";

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    @Option(names = "--language", required = true, description = "PYTHON or JAVA.")
    private Language language;

    @Option(
            names = "--data",
            defaultValue = DataChoice.AUTO,
            description = "auto: the official files; or a folder with cases and files.")
    private String data;

    @Option(names = "--cases", description = "Cases that lie elsewhere than the files in --data.")
    private Path cases;

    @Option(names = "--mirror", description = "Address of the official files.")
    private URI mirror;

    @Option(names = "--output", required = true, description = "File to write.")
    private Path output;

    @Mixin private CacheOption cache;

    @Mixin private JsonOption json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        OutputFile.require("--output", output);
        String where = HomeFolder.ofUser().expand("--data", data).toString();
        DataChoice choice = new DataChoice(where, Optional.ofNullable(mirror), Protocol.LINE);
        AnsweredCases answered =
                new DatasetLocator(cache.folder())
                        .answers(language, choice, Optional.ofNullable(cases));
        StringBuilder lines = new StringBuilder();
        for (LineCase each : answered.cases()) {
            lines.append(GSON.toJson(line(each))).append('\n');
        }
        AtomicFile.write(output, lines.toString());
        JsonObject account = new JsonObject();
        account.addProperty("output", output.toAbsolutePath().toString());
        account.addProperty("written", answered.cases().size());
        answered.counts().json().forEach(account::addProperty);
        json.print(spec, account);
        if (!json.wanted()) {
            spec.commandLine().getOut().println(answered.counts().text());
        }
        return 0;
    }

    private static JsonObject line(LineCase each) {
        JsonObject line = new JsonObject();
        if (each.id().matches(NUMBER)) {
            line.addProperty("id", Long.valueOf(each.id()));
        } else {
            line.addProperty("id", each.id());
        }
        line.addProperty("input", each.input());
        line.addProperty("gt", each.answer());
        return line;
    }
}
