package io.exitbench.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.browser.Browser;
import io.exitbench.browser.Browser.Theme;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.record.JournalEntry;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The page in Chromium, from the disk, used by a reader who sorts, filters and picks. Not part of
 * the unit tests, which need no browser: {@code mvn test -Dtest='*InBrowser'}.
 */
class PageInBrowser {
    @TempDir static Path folder;
    private static URI page;

    private Browser browser;

    /** A page with all sections. */
    @BeforeAll
    static void draw() {
        List<JournalEntry> journal = new ArrayList<>(SuiteRecordsFixture.journal());
        for (int i = 1; i <= 4; i++) {
            journal.add(
                    new JournalEntry.Untuned(
                            "s" + i, new int[] {7, 8}, new int[][] {{1, 7}, {2, 8}}));
        }
        SuiteRecordsFixture.finish(folder, journal);
        Path file = folder.resolve(ReportPage.FILE);
        ReportPage.of(folder).writeTo(file);
        page = file.toUri();
    }

    static Stream<Arguments> readers() {
        return Stream.of(400, 1600)
                .flatMap(
                        width ->
                                Stream.of(Theme.values()).map(theme -> Arguments.of(width, theme)));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aReaderFindsUsesAndSeesAll(int width, Theme theme) {
        browser = Browser.open(width, theme);
        browser.go(page);
        assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(theme == Theme.DARK ? "rgb(20, 23, 27)" : "rgb(255, 255, 255)");
        assertThat(browser.one(".headline").getText()).startsWith("Nothing is proven");
        assertThat(browser.one("#frontier figure:not([hidden]) svg").getSize().getHeight())
                .isGreaterThan(width / 3);
        assertThat(browser.all("#table tbody tr")).hasSize(3);
        nothingIsWiderThanThePage();
        theTableSorts(width);
        theSlidersLeaveWhatFits();
        otherAxesShowAnotherPicture();
        completionsArePickedAndShaded();
        allPicturesAreDrawn();
        nothingIsWiderThanThePage();
        assertThat(browser.messages()).as("what the page puts on the console").isEmpty();
        assertThat(browser.requests()).containsExactly(page.toString());
    }

    /** What may scroll by itself aside. */
    private void nothingIsWiderThanThePage() {
        assertThat(browser.number("return document.documentElement.scrollWidth"))
                .isEqualTo(browser.number("return innerWidth"));
        Object wider =
                browser.script(
                        "return [...document.querySelectorAll('main *')]"
                                + ".filter(e => !e.closest('.wide, .prompt, svg, details:not([open])'))"
                                + ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
                                + ".map(e => e.tagName + ' ' + e.className)");
        assertThat((List<?>) wider).isEmpty();
    }

    /** By its heads, or where there is no room for heads by a list of them. */
    private void theTableSorts(int width) {
        if (width > 760) {
            browser.one("#table thead th:nth-child(3) button").click();
            assertThat(similarities()).isSortedAccordingTo(Collections.reverseOrder());
            browser.one("#table thead th:nth-child(3) button").click();
            assertThat(similarities()).isSorted();
            assertThat(browser.one("#table thead th:nth-child(3)").getAttribute("aria-sort"))
                    .isEqualTo("ascending");
        } else {
            choose("#sort", "Edit Similarity");
            assertThat(similarities()).isSortedAccordingTo(Collections.reverseOrder());
        }
    }

    private List<Double> similarities() {
        return browser.all("#table tbody td:nth-child(3)").stream()
                .map(cell -> Double.valueOf(cell.getAttribute("data-v")))
                .toList();
    }

    private void choose(String list, String text) {
        browser.one(list).findElements(By.tagName("option")).stream()
                .filter(option -> option.getText().equals(text))
                .findFirst()
                .orElseThrow()
                .click();
    }

    /** By keyboard alone. */
    private void theSlidersLeaveWhatFits() {
        browser.one("#keep").sendKeys(Keys.END);
        assertThat(browser.one("#left").getText()).startsWith("2 of 3 runs are left");
        assertThat(browser.all("#table tr.out")).hasSize(1);
        browser.one("#keep").sendKeys(Keys.HOME);
        assertThat(browser.all(".out")).isEmpty();
        browser.one("#ms").sendKeys(Keys.HOME);
        assertThat(browser.one("#left").getText()).startsWith("0 of 3 runs are left");
        browser.one("#ms").sendKeys(Keys.END);
        assertThat(browser.all(".out")).isEmpty();
    }

    private void otherAxesShowAnotherPicture() {
        choose("#c", "compute (multiply-adds)");
        choose("#q", "agreement by position, %");
        List<WebElement> shown = browser.all("#frontier figure:not([hidden])");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).getAttribute("data-q")).isEqualTo("agreement");
        assertThat(shown.get(0).getAttribute("data-c")).isEqualTo("compute_saved_pct");
        browser.script("document.querySelector('#frontier figure:not([hidden]) a').focus()");
        assertThat(browser.one("#hover").getText()).contains("agreement by position");
        assertThat(browser.all("tr.lit")).hasSize(1);
    }

    private void completionsArePickedAndShaded() {
        choose("#which", "every sample");
        assertThat(browser.one("#place").getText()).isEqualTo("1 of 4");
        browser.one("#next").click();
        assertThat(browser.one("#shown h3").getText()).isEqualTo("s2");
        assertThat(browser.all("#shown code i").stream().filter(PageInBrowser::isShaded))
                .as("tokens that left early")
                .hasSize(3);
        assertThat(browser.one("#shown .prompt").getText()).isEqualTo("int x =");
        assertThat(browser.all("#shown i.d")).hasSize(1);
        choose("#which", "what it got worse than full depth");
        assertThat(browser.one("#place").getText()).isEqualTo("1 of 2");
        browser.one("#find").sendKeys("nowhere to be found");
        assertThat(browser.one("#place").getText()).isEqualTo("none");
    }

    private static boolean isShaded(WebElement token) {
        return !token.getCssValue("background-color").matches("rgba\\(.*, 0\\)");
    }

    private void allPicturesAreDrawn() {
        browser.script("for (const d of document.querySelectorAll('details')) d.open = true");
        List<WebElement> pictures = browser.all("figure:not([hidden]) svg, main img");
        assertThat(pictures).hasSizeGreaterThanOrEqualTo(6);
        for (WebElement picture : pictures) {
            assertThat(picture.getSize().getWidth()).isGreaterThan(200);
            assertThat(picture.getSize().getHeight()).isGreaterThan(50);
        }
        assertThat(browser.all("#exits .curve")).as("before and after tuning").hasSize(2);
    }
}
