package io.exitbench.dataset;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.LiteralCensus;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import io.exitbench.dataset.tokenize.SourceCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Source files of libraries on the class path, for runs without any download. They are no PY150 and
 * no JavaCorpus, and their names say so.
 */
public final class EmbeddedCorpora {
    private static final long LARGEST_FILE = 16L << 20;

    /** A library and a file in it by which its jar is found. */
    private record Library(String coordinates, String probe, String prefix, String suffix) {}

    private static final List<Library> PYTHON =
            List.of(new Library("org.python:jython-standalone:2.7.4", "Lib/os.py", "Lib/", ".py"));

    private static final List<Library> JAVA =
            List.of(
                    java("org.apache.commons:commons-lang3:3.14.0", "lang3/StringUtils"),
                    java("org.apache.commons:commons-collections4:4.4", "collections4/ListUtils"),
                    java("commons-io:commons-io:2.15.1", "io/IOUtils"));

    private EmbeddedCorpora() {}

    private static Library java(String coordinates, String probe) {
        String root = "org/apache/commons/";
        return new Library(coordinates + ":sources", root + probe + ".java", root, ".java");
    }

    /**
     * Reads the corpus of a language.
     *
     * @param language wanted
     * @param literals that stay visible; if there are none, the most frequent of the train split
     * @return {@code jython-lib} or {@code commons-sources}
     * @throws ExitBenchException if a library is not on the class path
     */
    public static Corpus read(Language language, Literals literals) {
        List<CodeFile> files = sources(language);
        return Corpus.tokenize(
                language == Language.PYTHON ? "jython-lib" : "commons-sources",
                language,
                files,
                literals.isEmpty() ? mostFrequent(language, files) : literals);
    }

    /**
     * Reads the source files of a language, all libraries together.
     *
     * @param language wanted
     * @return the files as stored
     * @throws ExitBenchException if a library is not on the class path
     */
    public static List<CodeFile> sources(Language language) {
        List<CodeFile> files = new ArrayList<>();
        for (Library library : language == Language.PYTHON ? PYTHON : JAVA) {
            addFiles(library, files);
        }
        return files;
    }

    private static Literals mostFrequent(Language language, List<CodeFile> files) {
        LiteralCensus census = new LiteralCensus();
        for (CodeFile file : files) {
            try {
                if (Split.ofPath(file.path()) == Split.TRAIN) {
                    String text = SourceCode.decode(language, file.content());
                    census.add(CodeTokens.literals(language, text));
                }
            } catch (MalformedSourceException e) {
                // Left out of the corpus, and of its literals too.
                continue;
            }
        }
        return census.mostFrequent();
    }

    private static void addFiles(Library library, List<CodeFile> files) {
        URL probe = EmbeddedCorpora.class.getResource("/" + library.probe());
        if (probe == null) {
            throw new ExitBenchException(
                    "The embedded corpus needs "
                            + library.coordinates()
                            + " on the class path; add it, or give other data with exitbench.data.");
        }
        try {
            if (!(probe.openConnection() instanceof JarURLConnection connection)) {
                throw new IOException("not in a jar");
            }
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                for (JarEntry entry : jar.stream().toList()) {
                    String name = entry.getName();
                    if (name.startsWith(library.prefix()) && name.endsWith(library.suffix())) {
                        files.add(new CodeFile(name, content(jar, entry)));
                    }
                }
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The jar of "
                            + library.coordinates()
                            + " cannot be read; delete it from the local Maven repository.",
                    e);
        }
    }

    private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
        if (entry.getSize() > LARGEST_FILE) {
            throw new IOException(entry.getName() + " is too large");
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readNBytes((int) LARGEST_FILE);
        }
    }
}
