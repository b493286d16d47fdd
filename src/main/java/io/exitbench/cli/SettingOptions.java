package io.exitbench.cli;

import io.exitbench.settings.Setting;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The settings as options: made from {@link Setting}, so that names, defaults and descriptions are
 * those of the system properties. One that is given becomes the system property.
 */
final class SettingOptions {
    private SettingOptions() {}

    /**
     * @param setting such as {@code exitbench.data.mirror}
     * @return its option, such as {@code --data-mirror}
     */
    static String name(Setting setting) {
        return "--" + setting.key().substring("exitbench.".length()).replace('.', '-');
    }

    static void addTo(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            command.addOption(
                    OptionSpec.builder(name(setting))
                            .type(String.class)
                            .paramLabel("<" + setting.name().toLowerCase(Locale.ROOT) + ">")
                            .description(text(setting))
                            .build());
        }
    }

    /** In plain words, with the default; picocli formats what it prints. */
    private static String text(Setting setting) {
        String plain =
                // Links lead nowhere on a terminal: pages go, words stay.
                setting.description()
                        .replaceAll(",? (see )?\\(?\\[docs/[^]]*]\\([^)]*\\)\\)?", "")
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .replaceAll("\\((file or folder)$", "($1)")
                        .replace("`", "");
        return (plain + ". Default: " + setting.fallback()).replace("%", "%%");
    }

    /** Those that were given win over system properties. */
    static void apply(ParseResult given) {
        for (Setting setting : Setting.values()) {
            if (given.hasMatchedOption(name(setting))) {
                System.setProperty(
                        setting.key(), given.matchedOptionValue(name(setting), setting.fallback()));
            }
        }
    }
}
