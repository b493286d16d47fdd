package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.report.GeneratedPart;
import io.exitbench.report.ResultTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench table}: results as a Markdown table with the conditions they hold under. */
@Command(
        name = "table",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the results of a suite run as a table with its conditions, in Markdown or LaTeX;"
                    + " with --json, all columns of results.csv.",
            "With --into, writes them into a page between <!-- results SUITE --> and <!-- end -->."
        })
final class TableCommand implements Callable<Integer> {
    @Parameters(description = "Folder with results.csv and run.json.")
    private Path folder;

    @Option(names = "--into", description = "Markdown page to update.")
    private Path page;

    @Option(names = "--latex", description = "In LaTeX instead of Markdown, not for a page.")
    private boolean latex;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        if (page != null && latex) {
            throw new ParameterException(
                    command.commandLine(), "A page is in Markdown; leave out --latex or --into.");
        }
        if (json.wanted() && (page != null || latex)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--json prints what machines read; leave out --into and --latex.");
        }
        ResultTable result = ResultTable.of(folder);
        if (json.wanted()) {
            JsonObject account = new JsonObject();
            account.add("conditions", JsonOption.tree(result.conditions()));
            account.add("runs", JsonOption.objects(result.results()));
            json.print(command, account);
            return 0;
        }
        String table = latex ? result.latex() : result.markdown();
        Optional.ofNullable(page)
                .ifPresentOrElse(
                        into -> new GeneratedPart(into, result.part()).replace(table),
                        () -> {
                            command.commandLine().getOut().print(table);
                            command.commandLine().getOut().flush();
                        });
        return 0;
    }
}
