package io.exitbench.dataset.tokenize;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.dataset.Language;
import org.junit.jupiter.api.Test;

class SourceCodeTest {
    private static final String JAVA = "/* é */ class Café { String é = \"ü\" ; }";

    @Test
    void javaThatIsNoUtf8IsLatin1AsToJavalang() throws MalformedSourceException {
        assertThat(SourceCode.decode(Language.JAVA, JAVA.getBytes(ISO_8859_1))).isEqualTo(JAVA);
        assertThat(SourceCode.decode(Language.JAVA, JAVA.getBytes(UTF_8))).isEqualTo(JAVA);
        assertThat(SourceCode.decode(Language.JAVA, ("\uFEFF" + JAVA).getBytes(UTF_8)))
                .isEqualTo(JAVA);
    }

    @Test
    void pythonThatIsNoUtf8IsAnErrorAsToTheOfficialScript() {
        assertThatThrownBy(() -> SourceCode.decode(Language.PYTHON, "# é".getBytes(ISO_8859_1)))
                .isInstanceOf(MalformedSourceException.class)
                .hasMessage("no UTF-8");
    }

    @Test
    void utf16IsNamed() {
        byte[] content = ("\uFEFF" + JAVA).getBytes(UTF_16LE);
        assertThatThrownBy(() -> SourceCode.decode(Language.JAVA, content))
                .isInstanceOf(MalformedSourceException.class)
                .hasMessage("UTF-16");
    }
}
