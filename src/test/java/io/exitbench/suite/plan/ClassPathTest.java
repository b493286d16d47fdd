package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    @TempDir Path folder;

    @Test
    void entriesComeInOrderWhetherOrNotTheyAreThere() throws IOException {
        Path there = Files.createDirectories(folder.resolve("classes"));
        String text = there + ":" + folder.resolve("gone") + ":" + folder.resolve("gone.jar");
        ClassPath path = ClassPath.parse(text);
        assertThat(path.entries())
                .containsExactly(there, folder.resolve("gone"), folder.resolve("gone.jar"));
        assertThat(path.text()).isEqualTo(text);
    }

    @Test
    void aPathThatWouldBePartedIsRefused() throws IOException {
        Path first = Files.createDirectories(folder.resolve("first"));
        for (String name : new String[] {"a:b/classes", "d:e:f/classes", ":g/classes"}) {
            Path parted = Files.createDirectories(folder.resolve(name));
            assertThatThrownBy(() -> ClassPath.parse(first + ":" + parted))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("The path " + parted + " on the class path has a \":\"");
        }
    }
}
