package io.exitbench.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritableFolderTest {
    @TempDir Path folder;

    @Test
    void theFolderIsMadeAndLeftEmpty() throws IOException {
        Path absent = folder.resolve("a/b/c");
        assertThat(WritableFolder.require("exitbench.output", absent)).isEqualTo(absent);
        assertThat(absent).isEmptyDirectory();
        WritableFolder.require("exitbench.output", absent);
        Path link = Files.createSymbolicLink(folder.resolve("link"), absent);
        WritableFolder.require("exitbench.output", link);
        assertThat(absent).isEmptyDirectory();
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path refused : new Path[] {file, file.resolve("py150"), file.resolve("a/b")}) {
            assertThatThrownBy(() -> WritableFolder.require("exitbench.output", refused))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessage(
                            "Nothing can be stored in %s: %s is no folder; set exitbench.output"
                                    + " to another place.",
                            refused, file);
        }
    }

    @Test
    void aLinkThatLeadsNowhereIsInTheWayToo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        assertThatThrownBy(() -> WritableFolder.require("--csv", link.resolve("a")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(link + " is no folder");
    }

    @Test
    void whereNothingCanBeWrittenNothingIsMeasured() {
        // Not even root makes a folder here.
        Path refused = Path.of("/proc/exitbench");
        if (Files.isDirectory(refused.getParent())) {
            assertThatThrownBy(() -> WritableFolder.require("exitbench.output", refused))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("/proc cannot be written to");
        }
    }
}
