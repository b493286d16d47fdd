package io.exitbench.cli;

import io.exitbench.cli.family.FamilyTable;
import io.exitbench.report.GeneratedPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench families}: all strategies, and what they reach, in one table. */
@Command(
        name = "families",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a Markdown table of all families of strategies: what they do, look at and cost, and what they reach in suite runs.",
            "With --into, writes it into a page between <!-- families --> and <!-- end -->."
        })
final class FamiliesCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "Folders with results.csv.")
    private List<Path> results = List.of();

    @Option(
            names = "--sources",
            split = ",",
            required = true,
            description = "Java files of strategies, and folders of such.")
    private List<Path> sources;

    @Option(names = "--into", description = "Markdown page to update.")
    private Path page;

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        FamilyTable families = new FamilyTable(sources, results);
        if (json.wanted()) {
            json.printRows(command, families.rows());
            return 0;
        }
        String table = families.markdown();
        Optional.ofNullable(page)
                .ifPresentOrElse(
                        into -> new GeneratedPart(into, FamilyTable.PART).replace(table),
                        () -> {
                            command.commandLine().getOut().print(table);
                            command.commandLine().getOut().flush();
                        });
        return 0;
    }
}
