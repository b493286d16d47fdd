package io.exitbench.cli;

import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import java.util.List;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Defaults of options that mean what a setting means, whichever command has them: the system
 * property if it is set, else the setting's default.
 */
final class SettingDefaults implements IDefaultValueProvider {
    private static final List<Setting> SHARED =
            List.of(Setting.CACHE, Setting.DEVICE, Setting.SEED, Setting.CPU_WATTS);

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        return SHARED.stream()
                .filter(setting -> SettingOptions.name(setting).equals(option.longestName()))
                .map(setting -> Settings.of(System.getProperties()).text(setting))
                .findFirst()
                .orElse(null);
    }
}
