package io.exitbench.cli;

import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import java.util.Arrays;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The default of an option that may be left out, has none of its own and is named like a setting:
 * the system property if it is set, else the setting's default.
 */
final class SettingDefaults implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)
                || argument.required()
                || argument.defaultValue() != null
                || argument.arity().max() == 0) {
            return null;
        }
        return Arrays.stream(Setting.values())
                .filter(setting -> SettingOptions.name(setting).equals(option.longestName()))
                .map(setting -> Settings.of(System.getProperties()).text(setting))
                .findFirst()
                .orElse(null);
    }
}
