package io.exitbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathScanTest {
    @TempDir static Path temporary;

    private static Path classes() {
        return CompiledStrategies.folder(
                temporary.resolve("clässes of others"),
                Map.of(
                        "Direct",
                        CompiledStrategies.strategy(
                                "class X {} final",
                                "Direct",
                                "implements ExitStrategyContract",
                                "ExitDecision.CONTINUE"),
                        "Base",
                        CompiledStrategies.strategy(
                                "abstract",
                                "Base",
                                "implements ExitStrategyContract",
                                "ExitDecision.CONTINUE"),
                        "Derived",
                        CompiledStrategies.strategy(
                                "", "Derived", "extends Base", "ExitDecision.EXIT"),
                        "Bad",
                        CompiledStrategies.strategy(
                                "@NotInSuites", "Bad", "implements ExitStrategyContract", "null")));
    }

    private static StrategyScanner scan(Path root) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return StrategyScanner.in(ClassPathScan.of(List.of(root)));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void foldersAndJarsAreSearchedAndWhatIsLeftOutIsTold() throws Exception {
        Path folder = classes();
        Path jar = CompiledStrategies.jar(folder, temporary.resolve("others 1.0.jar"));
        for (Path root : List.of(folder, jar)) {
            StrategyScanner found = scan(root);
            assertThat(found.classes())
                    .extracting(Class::getName)
                    .containsExactly("others.Derived", "others.Direct");
            assertThat(found.sentence())
                    .isEqualTo(
                            "Strategies: 2 in "
                                    + root
                                    + "; left out: others.Bad (@NotInSuites), others.Base"
                                    + " (abstract).");
        }
    }

    @Test
    void whatIsNoJarAndWhatIsNotThereIsPassedOver() {
        ClassPathScan scan =
                ClassPathScan.of(List.of(temporary.resolve("absent.jar"), Path.of("pom.xml")));
        assertThat(scan.below(ExitStrategyContract.class)).isEmpty();
    }

    /** Generic, nested and enum classes with all kinds of constants. */
    @Test
    void everyClassFileOfThisProjectIsRead() {
        ClassPathScan scan = ClassPathScan.of(List.of(Path.of("target/classes")));
        assertThat(scan.below(RuntimeException.class))
                .extracting(ClassPathScan.Found::name)
                .contains(
                        "io.exitbench.ExitBenchException",
                        "io.exitbench.download.UnreachableException");
        assertThat(scan.below(BenchmarkSuite.class))
                .extracting(ClassPathScan.Found::name)
                .containsExactly(StoredSuite.class.getName());
    }
}
