package io.exitbench.dataset.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.dataset.Language;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What CPython 3.11 makes of the same bytes. */
class PythonEncodingTest {
    private static String decode(String source) throws MalformedSourceException {
        return SourceCode.decode(Language.PYTHON, source.getBytes(StandardCharsets.UTF_8));
    }

    private static String lastLine(String source) {
        return source.substring(source.lastIndexOf('\n') + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# -*- coding: utf-8 -*-\né",
                "#!/usr/bin/python\n# vim: set fileencoding=utf8 :\né",
                "# coding: UTF_8-unix\né",
                "x = 1\n# coding: bogus\né",
                "\n\n# coding: bogus\né",
                "\uFEFF# coding: utf-8\né"
            })
    void textInUtf8IsNotTouched(String source) throws MalformedSourceException {
        assertThat(lastLine(decode(source))).isEqualTo("é");
    }

    @ParameterizedTest
    @CsvSource({"latin-1,Ã©", "iso-latin-1-unix,Ã©", "cp1252,Ã©", "iso-8859-15,Ã©", "koi8-r,ц╘"})
    void textThatIsDeclaredOtherwiseIsGarbled(String declared, String expected)
            throws MalformedSourceException {
        assertThat(lastLine(decode("\n# coding: " + declared + "\né"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# coding: bogus\nx",
                "# coding: ascii\né",
                "\uFEFF# coding: latin-1\nx",
                "\uFEFF# coding: utf8\nx"
            })
    void whatTokenizeRejectsIsRejected(String source) {
        assertThatThrownBy(() -> decode(source)).isInstanceOf(MalformedSourceException.class);
    }

    @Test
    void javaDeclaresNothing() throws MalformedSourceException {
        byte[] source = "\uFEFF// coding: bogus\r\né".getBytes(StandardCharsets.UTF_8);
        assertThat(SourceCode.decode(Language.JAVA, source)).isEqualTo("// coding: bogus\r\né");
    }
}
