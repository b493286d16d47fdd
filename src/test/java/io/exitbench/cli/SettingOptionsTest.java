package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.settings.Setting;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

@ExtendWith(WithoutSettings.class)
class SettingOptionsTest {
    private static CommandSpec command(String name) {
        return ExitBench.command().getSubcommands().get(name).getCommandSpec();
    }

    @Test
    void everySettingIsAnOptionOfASuiteWithItsDefaultInWords() {
        for (String name : new String[] {"suite", "reproduce"}) {
            assertThat(Setting.values())
                    .allSatisfy(
                            setting -> {
                                OptionSpec option =
                                        command(name).findOption(SettingOptions.name(setting));
                                assertThat(String.join("", option.description()))
                                        .endsWith("Default: " + setting.fallback())
                                        .doesNotContain("](", "`");
                                Object value = option.getValue();
                                assertThat(value).isNull();
                            });
        }
    }

    @Test
    void whatIsGivenBecomesTheSystemProperty() {
        String key = Setting.SAMPLES.key();
        try {
            SettingOptions.apply(
                    ExitBench.command().parseArgs("suite", "py150", "--samples", "7").subcommand());
            assertThat(System.getProperty(key)).isEqualTo("7");
            assertThat(System.getProperty(Setting.SEED.key())).isNull();
        } finally {
            System.clearProperty(key);
        }
    }

    /** Where an option of another command means the same as a setting, its default is the same. */
    @Test
    void otherCommandsHaveTheSettingsDefaultsAndSystemProperties() {
        for (Setting setting : new Setting[] {Setting.DEVICE, Setting.CACHE, Setting.CPU_WATTS}) {
            assertThat(defaults(setting)).contains(setting.fallback());
        }
        assertThat(command("train-agent").findOption("--seed").defaultValue()).isNull();
        System.setProperty(Setting.DEVICE.key(), "cpu");
        try {
            assertThat(defaults(Setting.DEVICE)).containsOnly("cpu");
        } finally {
            System.clearProperty(Setting.DEVICE.key());
        }
    }

    @Test
    void aMissingOptionIsNamed() {
        CommandRun run = CommandRun.of("bench");
        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("Missing required options: '--model=<model>'");
    }

    private static java.util.List<String> defaults(Setting setting) {
        return Arrays.stream(new String[] {"bench", "finetune", "train-agent"})
                .map(name -> command(name).findOption(SettingOptions.name(setting)))
                .map(option -> new SettingDefaults().defaultValue(option))
                .toList();
    }
}
