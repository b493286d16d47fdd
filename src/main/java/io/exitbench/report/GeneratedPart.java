package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a Markdown page that is generated: what stands between two comments. */
public final class GeneratedPart {
    private static final String END = "<!-- end -->";

    private final Path page;
    private final String begin;

    /**
     * @param page that has the comments {@code <!-- name -->} and {@code <!-- end -->}
     * @param name of the part
     */
    public GeneratedPart(Path page, String name) {
        this.page = page;
        this.begin = "<!-- " + name + " -->";
    }

    /**
     * @return what stands there
     * @throws ExitBenchException if the page or its comments are not there
     */
    public String read() {
        String text = text();
        int from = from(text);
        return text.substring(from, to(text, from)).strip() + "\n";
    }

    /**
     * @param content to stand there from now on
     * @throws ExitBenchException if the page or its comments are not there
     */
    public void replace(String content) {
        String text = text();
        int from = from(text);
        AtomicFile.write(
                page,
                text.substring(0, from)
                        + "\n"
                        + content.strip()
                        + "\n"
                        + text.substring(to(text, from)));
    }

    private int from(String text) {
        return at(text, begin, 0) + begin.length();
    }

    private int to(String text, int from) {
        return at(text, END, from);
    }

    private int at(String text, String comment, int from) {
        int at = text.indexOf(comment, from);
        if (at < 0) {
            throw new ExitBenchException(
                    page
                            + " lacks the comment "
                            + comment
                            + "; put it where the generated part is to stand.");
        }
        return at;
    }

    private String text() {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new ExitBenchException(page + " cannot be read; name a Markdown page.", e);
        }
    }
}
