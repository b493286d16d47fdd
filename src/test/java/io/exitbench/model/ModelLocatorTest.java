package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLocatorTest {
    @TempDir Path cache;

    @Test
    void aTildeIsTheHomeFolder() {
        Path expected = Path.of(System.getProperty("user.home")).resolve("no-such-model");
        assertThatThrownBy(() -> new ModelLocator(cache).find("~/no-such-model"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(expected + " is not a folder");
    }
}
