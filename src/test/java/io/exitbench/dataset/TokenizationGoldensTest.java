package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.exitbench.dataset.tokenize.Literals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
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
     * Empty modules, or Latin-1 text that is no UTF-8: CodeXGLUE's script gives nothing for them.
     */
    private static final Set<String> REJECTED =
            Set.of(
                    "Lib/distutils/command/bdist_msi.py",
                    "Lib/email/mime/__init__.py",
                    "Lib/email/test/__init__.py",
                    "Lib/encodings/punycode.py",
                    "Lib/encodings/string_escape.py",
                    "Lib/heapq.py",
                    "Lib/lib2to3/__init__.py",
                    "Lib/lib2to3/fixes/__init__.py",
                    "Lib/lib2to3/tests/data/fixers/myfixes/__init__.py",
                    "Lib/lib2to3/tests/data/fixers/no_fixer_cls.py",
                    "Lib/pydoc_data/__init__.py",
                    "Lib/shlex.py",
                    "Lib/tarfile.py",
                    "Lib/unittest/test/dummy.py",
                    "Lib/xml/etree/__init__.py",
                    "Lib/xml/parsers/__init__.py");

    record LiteralLists(List<String> str, List<String> num, List<String> chr) {}

    @Test
    void all669PythonFilesMatch() throws IOException {
        Map<String, String> golden = lines("python-tokens.tsv.gz");
        assertThat(golden).hasSize(669);
        Map<String, String> actual = tokenized(Language.PYTHON, literals("literals-python.json"));
        Map<String, String> differing = new TreeMap<>(golden);
        differing.entrySet().removeIf(e -> e.getValue().equals(actual.get(e.getKey())));
        assertThat(differing.keySet()).isEqualTo(REJECTED);
        assertThat(differing.values()).containsOnly(ERROR);
        assertThat(actual).doesNotContainKeys(REJECTED.toArray(String[]::new));
    }

    @Test
    void all246JavaFilesMatch() throws IOException {
        Map<String, String> golden = lines("java-tokens.tsv.gz");
        assertThat(golden).hasSize(246);
        Map<String, String> actual = tokenized(Language.JAVA, literals("literals-java.json"));
        Map<String, String> differing = new TreeMap<>(golden);
        differing.entrySet().removeIf(e -> e.getValue().equals(actual.get(e.getKey())));
        assertThat(differing.keySet()).isEmpty();
    }

    private static Map<String, String> tokenized(Language language, Literals literals) {
        Corpus corpus = EmbeddedCorpora.read(language, literals);
        Map<String, String> lines = new HashMap<>();
        for (Split split : Split.values()) {
            corpus.files(split).forEach(file -> lines.put(file.path(), file.line()));
        }
        return lines;
    }

    private static Literals literals(String name) throws IOException {
        String json = Files.readString(SharedFolder.file(name)).replace("\"char\"", "\"chr\"");
        LiteralLists lists = new Gson().fromJson(json, LiteralLists.class);
        return new Literals(
                Set.copyOf(lists.str()), Set.copyOf(lists.num()), Set.copyOf(lists.chr()));
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
