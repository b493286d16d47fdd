package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.junit.FineTune;
import java.lang.reflect.Method;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A checkpoint does not depend on which way in was taken. */
class FineTuneDefaultsTest {
    @Test
    void commandAndAnnotationHaveTheSameDefaults() {
        CommandLine command = new CommandLine(new FineTuneCommand());
        int compared = 0;
        for (Method element : FineTune.class.getDeclaredMethods()) {
            OptionSpec option = command.getCommandSpec().findOption(option(element.getName()));
            if (option != null) {
                assertThat(option.defaultValue())
                        .as(element.getName())
                        .isEqualTo(String.valueOf(element.getDefaultValue()));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(FineTune.class.getDeclaredMethods().length - 1);
    }

    private static String option(String element) {
        return "--" + element.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
