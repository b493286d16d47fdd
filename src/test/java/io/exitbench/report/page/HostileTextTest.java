package io.exitbench.report.page;

import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.Journal;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.record.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models write is text, whatever it looks like. */
class HostileTextTest {
    @TempDir static Path folder;
    private static Document harmless;

    @BeforeAll
    static void finish() throws IOException {
        SuiteRecordsFixture.finish(folder, journal());
        // Like all the others of another kind of token than what follows it.
        harmless = page("(");
    }

    /** Texts of tokens are in the journal alone. */
    private static Document page(String piece) throws IOException {
        Files.delete(folder.resolve(Journal.FILE));
        try (Journal journal = Journal.open(folder)) {
            journal().forEach(entry -> journal.append(with(piece, entry)));
        }
        return Jsoup.parse(ReportPage.of(folder).html());
    }

    private static JournalEntry with(String piece, JournalEntry entry) {
        return entry instanceof JournalEntry.Sample sample
                ? new JournalEntry.Sample(
                        sample.runId(),
                        sample.sampleId(),
                        sample.tokens(),
                        sample.exitLayers(),
                        List.of(piece, " x"),
                        sample.completion(),
                        sample.limited(),
                        sample.work())
                : entry;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--",
                "-->",
                "<script",
                "\"><img src=x onerror=alert(1)>",
                "' onclick='alert(1)",
                "&lt;b&gt; &amp;amp;",
                "]]>",
                "</style></svg></template>"
            })
    void nothingOfItBecomesMarkup(String piece) throws IOException {
        Document hostile = page(piece);
        assertThat(hostile.select("#shown code i").eachText()).contains(piece.strip());
        assertThat(hostile.select("img, b[onclick], [onerror], [onclick], #shown script"))
                .isEmpty();
        assertThat(hostile.select("*")).hasSameSizeAs(harmless.select("*"));
        assertThat(hostile.select("script.waiting").eachAttr("class"))
                .hasSameSizeAs(harmless.select("script.waiting"));
        Document waiting = Jsoup.parseBodyFragment(hostile.select("script.waiting").first().data());
        assertThat(waiting.select("article code i").first().wholeText()).isEqualTo(piece);
        assertThat(waiting.select("script, img")).isEmpty();
    }

    @Test
    void whatABrowserWouldSwallowIsMadeVisible() {
        assertThat(Visible.html("a\nb\tc\rd\0e\u007f"))
                .isEqualTo("a\u21b5b\u21e5c\u240dd\u2400e\u2421");
        assertThat(Visible.html("\u202ex\u2066\u200b\ufeff\ud800\u0085\u2028"))
                .isEqualTo("\\u202Ex\\u2066\\u200B\\uFEFF\\uD800\\u0085\\u2028");
        assertThat(Visible.html("\u00fc \ud83d\ude00 \u4e2d"))
                .isEqualTo("\u00fc \ud83d\ude00 \u4e2d");
    }

    @Test
    void aPageHasNoControlCharacterFromAModel() throws IOException {
        String html = page("\0\u0001\u001b[31m\u0085\ud800").outerHtml();
        assertThat(html).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]");
    }
}
