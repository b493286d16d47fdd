package io.exitbench.cli;

import io.exitbench.settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The generated part of {@code docs/cli.md}, from picocli's model of the commands. */
final class CommandPage {
    private final StringBuilder text = new StringBuilder();

    static String text() {
        CommandPage page = new CommandPage();
        CommandLine command = ExitBench.command();
        page.exitCodes(command.getCommandSpec());
        command.getSubcommands().values().stream()
                .distinct()
                .forEach(each -> page.command(each.getCommandSpec()));
        return page.text.toString();
    }

    private void exitCodes(CommandSpec root) {
        row("exit code", "meaning");
        row("---", "---");
        for (Map.Entry<String, String> code : root.usageMessage().exitCodeList().entrySet()) {
            row(code.getKey(), code.getValue());
        }
    }

    private void command(CommandSpec command) {
        text.append("\n### exitbench ").append(command.name()).append("\n\n");
        text.append(words(command.usageMessage().description())).append("\n");
        List<String> settings = Arrays.stream(Setting.values()).map(SettingOptions::name).toList();
        boolean settable = settings.stream().allMatch(name -> command.findOption(name) != null);
        List<OptionSpec> options =
                command.options().stream()
                        .filter(option -> !option.versionHelp() && !option.usageHelp())
                        .filter(option -> !settable || !settings.contains(option.longestName()))
                        .toList();
        if (!options.isEmpty() || !command.positionalParameters().isEmpty()) {
            text.append('\n');
            row("argument", "default", "meaning");
            row("---", "---", "---");
            for (PositionalParamSpec each : command.positionalParameters()) {
                row(
                        "`" + each.paramLabel().replace("|", "\\|") + "`",
                        "",
                        words(each.description()));
            }
            for (OptionSpec each : options) {
                row("`" + synopsis(each) + "`", value(each), words(each.description()));
            }
        }
        if (settable) {
            text.append("\nAnd every [setting](../README.md#settings): ")
                    .append(
                            settings.stream()
                                    .map(name -> "`" + name + "`")
                                    .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
    }

    private static String synopsis(OptionSpec option) {
        return option.arity().max() == 0
                ? option.longestName()
                : option.longestName() + "=" + option.paramLabel();
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.required()) {
            return "(required)";
        }
        return Optional.ofNullable(option.defaultValue())
                .or(() -> Optional.ofNullable(new SettingDefaults().defaultValue(option)))
                .map(value -> "`" + value + "`")
                .orElse("");
    }

    private static String words(String[] description) {
        return Ansi.OFF
                .text(String.join(" ", description))
                .plainString()
                .replace("%%", "%")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
