package io.exitbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user without an entry in passwd: Java calls the home folder "?". */
class HomeFolderTest {
    private static final String CACHE = "exitbench.cache";

    @TempDir Path folder;

    private static Properties javaSays(String home) {
        Properties properties = new Properties();
        if (home != null) {
            properties.setProperty("user.home", home);
        }
        return properties;
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"?", "", "relative/home"})
    void withoutAHomeTheCacheIsNotMadeWhereOneHappensToBe(String home) {
        HomeFolder none = new HomeFolder(javaSays(home), Map.of());
        assertThatThrownBy(() -> none.expand(CACHE, "~/.cache/exitbench"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessage(
                        "exitbench.cache is \"~/.cache/exitbench\", but this user has no home"
                                + " folder; set exitbench.cache to a folder that can be written.");
        assertThat(none.expand(CACHE, "/data/cache")).isEqualTo(Path.of("/data/cache"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"?", "", "relative/home"})
    void librariesGetAPlaceForTheirBinaries(String home) {
        Properties system = javaSays(home);
        new HomeFolder(system, Map.of()).lendToLibraries(folder);
        assertThat(system).containsEntry("user.home", folder.resolve("home").toString());
    }

    @Test
    void theVariableServesWhereJavaKnowsNoHome() throws Exception {
        HomeFolder home = new HomeFolder(javaSays("?"), Map.of("HOME", folder.toString()));
        assertThat(home.expand(CACHE, "~/.cache")).isEqualTo(folder.resolve(".cache"));
        Path file = Files.createFile(folder.resolve("file"));
        for (String useless : new String[] {"?", "", file.toString()}) {
            HomeFolder none = new HomeFolder(javaSays("?"), Map.of("HOME", useless));
            assertThatThrownBy(() -> none.expand(CACHE, "~"))
                    .isInstanceOf(ExitBenchException.class);
        }
    }

    /** Under LANG=C Java cannot make a path of a home with an umlaut; a null byte it never can. */
    @Test
    void aHomeThatCannotBeAPathIsNone() {
        HomeFolder none = new HomeFolder(javaSays("/home/j\0rg"), Map.of("HOME", "/home/j\0rg"));
        assertThat(none.expand(CACHE, "/data")).isEqualTo(Path.of("/data"));
        assertThatThrownBy(() -> none.expand(CACHE, "~/.cache"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("this user has no home folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~someone", "~someone/results", "~+"})
    void theHomeOfAnotherUserIsNotMadeAsAFolderHere(String value) {
        HomeFolder home = new HomeFolder(javaSays("/home/me"), Map.of());
        assertThatThrownBy(() -> home.expand("exitbench.output", value))
                .isInstanceOf(ExitBenchException.class)
                .hasMessage(
                        "exitbench.output is \""
                                + value
                                + "\", but only ~ alone, or before a slash, means a home folder;"
                                + " write the path in full.");
        assertThat(home.expand("exitbench.output", "./~someone")).isEqualTo(Path.of("./~someone"));
        assertThat(home.expand("exitbench.output", "backup~")).isEqualTo(Path.of("backup~"));
    }

    @Test
    void aKnownHomeIsLeftAlone() {
        Properties system = javaSays("/home/someone");
        HomeFolder home = new HomeFolder(system, Map.of("HOME", folder.toString()));
        assertThat(home.expand(CACHE, "~")).isEqualTo(Path.of("/home/someone"));
        home.lendToLibraries(folder);
        assertThat(system).containsEntry("user.home", "/home/someone");
    }
}
