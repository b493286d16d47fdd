package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LauncherTextTest {
    @Test
    void argumentsAreWrittenAsTheLauncherReadsThem() {
        LauncherText latin = new LauncherText(StandardCharsets.ISO_8859_1);
        latin.require("/home/jürgen");
        assertThat(latin.bytes("ü")).containsExactly(0xFC);
        assertThat(LauncherText.ofThisMachine().encoding())
                .isEqualTo(Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    @Test
    void whatTheLocaleLacksIsRefused() {
        LauncherText plain = new LauncherText(StandardCharsets.US_ASCII);
        plain.require("-Dexitbench.data=/data");
        assertThatThrownBy(() -> plain.require("-Dexitbench.data=/home/jürgen"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("jürgen", "US-ASCII", "LC_ALL=C.UTF-8");
    }
}
