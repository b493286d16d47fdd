package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import io.exitbench.dataset.tokenize.SourceCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against digests of token lines made with CPython's tokenize and with javalang. */
class TokenizationGoldensTest {
    private static final String ERROR = "ERROR";

    /** Of the SHA-256 of a token line, as the goldens have it. */
    private static final int DIGITS = 32;

    /**
     * The only lines that are not token lines, here as in the goldens. CodeXGLUE's script reads
     * every file as UTF-8 whatever it declares, so Latin-1 text is an error.
     */
    private static final Set<String> NOT_UTF_8 =
            Set.of(
                    "Lib/distutils/command/bdist_msi.py",
                    "Lib/encodings/punycode.py",
                    "Lib/encodings/string_escape.py",
                    "Lib/heapq.py",
                    "Lib/shlex.py",
                    "Lib/tarfile.py");

    /** The script takes the first of a file's tokens, so a file without any is an error, too. */
    private static final Set<String> NOTHING_BUT_COMMENTS =
            Set.of(
                    "Lib/email/mime/__init__.py",
                    "Lib/email/test/__init__.py",
                    "Lib/lib2to3/__init__.py",
                    "Lib/lib2to3/fixes/__init__.py",
                    "Lib/lib2to3/tests/data/fixers/myfixes/__init__.py",
                    "Lib/lib2to3/tests/data/fixers/no_fixer_cls.py",
                    "Lib/pydoc_data/__init__.py",
                    "Lib/unittest/test/dummy.py",
                    "Lib/xml/etree/__init__.py",
                    "Lib/xml/parsers/__init__.py");

    private final Map<String, Set<String>> errors = new TreeMap<>();

    @Test
    void all669PythonLinesMatchAnd16OfThemAreTheSameErrors() throws IOException {
        Map<String, String> golden = lines("python-lines.tsv");
        assertThat(golden).hasSize(669);
        Map<String, String> actual = tokenized(Language.PYTHON, "literals-python.json");
        assertThat(actual).containsAllEntriesOf(golden);
        assertThat(errors)
                .isEqualTo(Map.of("no UTF-8", NOT_UTF_8, "no tokens", NOTHING_BUT_COMMENTS));
    }

    @Test
    void all246JavaLinesMatch() throws IOException {
        Map<String, String> golden = lines("java-lines.tsv");
        assertThat(golden).hasSize(246);
        Map<String, String> actual = tokenized(Language.JAVA, "literals-java.json");
        assertThat(actual).containsAllEntriesOf(golden);
    }

    private Map<String, String> tokenized(Language language, String literals) {
        Literals visible = Literals.read(resource(literals));
        Map<String, String> lines = new HashMap<>();
        for (CodeFile file : EmbeddedCorpora.sources(language)) {
            try {
                String source = SourceCode.decode(language, file.content());
                List<String> tokens = CodeTokens.of(language, source, visible);
                byte[] digest = new TokenizedFile(file.path(), tokens).lineDigest();
                lines.put(file.path(), HexFormat.of().formatHex(digest).substring(0, DIGITS));
            } catch (MalformedSourceException e) {
                lines.put(file.path(), ERROR);
                errors.computeIfAbsent(e.getMessage(), reason -> new HashSet<>()).add(file.path());
            }
        }
        return lines;
    }

    private static Map<String, String> lines(String name) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(resource(name))) {
            int tab = line.indexOf('\t');
            lines.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return lines;
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/goldens/tokenization", name);
    }
}
