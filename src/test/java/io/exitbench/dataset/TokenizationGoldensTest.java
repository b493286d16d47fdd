package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import io.exitbench.dataset.tokenize.SourceCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Token lines made with CPython's tokenize and with javalang. */
class TokenizationGoldensTest {
    private static final String ERROR = "ERROR";

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
        Map<String, String> golden = lines("python-tokens.tsv.gz");
        assertThat(golden).hasSize(669);
        Map<String, String> actual = tokenized(Language.PYTHON, "literals-python.json");
        assertThat(actual).containsAllEntriesOf(golden);
        assertThat(errors)
                .isEqualTo(Map.of("no UTF-8", NOT_UTF_8, "no tokens", NOTHING_BUT_COMMENTS));
    }

    @Test
    void all246JavaLinesMatch() throws IOException {
        Map<String, String> golden = lines("java-tokens.tsv.gz");
        assertThat(golden).hasSize(246);
        Map<String, String> actual = tokenized(Language.JAVA, "literals-java.json");
        assertThat(actual).containsAllEntriesOf(golden);
    }

    private Map<String, String> tokenized(Language language, String literals) {
        Literals visible = Literals.read(SharedFolder.file(literals));
        Map<String, String> lines = new HashMap<>();
        for (CodeFile file : EmbeddedCorpora.sources(language)) {
            try {
                String source = SourceCode.decode(language, file.content());
                List<String> tokens = CodeTokens.of(language, source, visible);
                lines.put(file.path(), new TokenizedFile(file.path(), tokens).line());
            } catch (MalformedSourceException e) {
                lines.put(file.path(), ERROR);
                errors.computeIfAbsent(e.getMessage(), reason -> new HashSet<>()).add(file.path());
            }
        }
        return lines;
    }

    private static Map<String, String> lines(String name) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(SharedFolder.file(name))),
                                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int tab = line.indexOf('\t');
                lines.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return lines;
    }
}
