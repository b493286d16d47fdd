package io.exitbench.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static Settings with(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        return Settings.of(properties);
    }

    @Test
    void aMisspeltNameIsRefusedWithTheListOfNames() {
        assertThatThrownBy(() -> with("exitbench.sampels", "5"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageStartingWith("There is no setting exitbench.sampels; there are ")
                .hasMessageContaining("exitbench.samples");
    }

    @Test
    void aMalformedValueIsRefusedWithWhatItMustBe() {
        assertThatThrownBy(() -> with("exitbench.samples", "-3").positive(Setting.SAMPLES, 1))
                .isInstanceOf(ExitBenchException.class)
                .hasMessage("exitbench.samples is \"-3\" but must be a positive whole number.");
        assertThatThrownBy(() -> with("exitbench.exits", "2;4").numbers(Setting.EXITS))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("whole numbers separated by commas");
    }

    @ParameterizedTest
    @CsvSource({"~, ''", "~/a/b, a/b", "~//a, a", "./~u/a, ./~u/a", "a/~, a/~"})
    void aTildeIsTheHomeFolder(String given, String below) {
        Path home = Path.of(System.getProperty("user.home"));
        Path expected = given.matches("~(/.*)?") ? home.resolve(below) : Path.of(below);
        assertThat(with("exitbench.cache", given).path(Setting.CACHE)).isEqualTo(expected);
    }

    @Test
    void whatNoPlatformTakesAsAPathIsTold() {
        assertThatThrownBy(() -> with("exitbench.cache", "a\0b").path(Setting.CACHE))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("cannot be a path");
    }

    @Test
    void aPathMayBeginAtHome() {
        Properties properties = new Properties();
        properties.setProperty("user.home", "/home/someone");
        assertThat(Settings.of(properties).path(Setting.CACHE))
                .isEqualTo(Path.of("/home/someone/.cache/exitbench"));
        properties.setProperty("exitbench.output", "~someone/a");
        assertThatThrownBy(() -> Settings.of(properties).path(Setting.OUTPUT))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("only ~ alone, or before a slash, means a home folder");
        properties.setProperty("exitbench.output", "a\0b");
        assertThatThrownBy(() -> Settings.of(properties).path(Setting.OUTPUT))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("cannot be a path");
    }

    @Test
    void whatTheUserGivesWinsOverTheSuite() {
        assertThat(with("exitbench.samples", " 7 ").positive(Setting.SAMPLES, 100)).isEqualTo(7);
        assertThat(Settings.of(new Properties()).positive(Setting.SAMPLES, 100)).isEqualTo(100);
    }
}
