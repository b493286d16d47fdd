package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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

    /** As the command's launcher, or the jar that an IDE makes of a long class path. */
    @Test
    void whatAManifestNamesIsPartOfTheWholeIfItIsThere() throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("lib ä"));
        Path library = jar(libraries.resolve("b.jar"), "a.jar ../launcher.jar");
        Path other = jar(libraries.resolve("a.jar"), null);
        Path launcher =
                jar(folder.resolve("launcher.jar"), "lib%20%C3%A4/b.jar gone.jar http://x/y.jar");
        Path noJar = Files.writeString(folder.resolve("text.jar"), "no jar");
        ClassPath path = new ClassPath(List.of(launcher, noJar, folder.resolve("absent")));
        assertThat(path.whole().entries()).containsExactly(launcher, noJar, library, other);
    }

    private static Path jar(Path file, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.flush();
        }
        return file;
    }
}
