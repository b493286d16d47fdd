package io.exitbench.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a screen, of one width and in one theme, that tells what a page asked for. */
public final class Browser implements AutoCloseable {
    private static final int HEIGHT = 1000;
    private static final int MARGIN = 12;

    /**
     * It misses classes for Chromium's protocol that nothing here uses. Held, or it is forgotten.
     */
    private static final Logger PROTOCOL =
            Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** What a reader prefers. */
    public enum Theme {
        /** Dark ink on light paper. */
        LIGHT,
        /** Light ink on dark paper. */
        DARK
    }

    /**
     * Starts it, or skips the test where Chromium or its driver is not on the path.
     *
     * @param width of the window, in pixels
     * @param theme that a reader prefers
     * @return the browser, to be closed
     */
    public static Browser open(int width, Theme theme) {
        Optional<Path> chromium = onPath("chromium", "google-chrome");
        Optional<Path> chromedriver = onPath("chromedriver");
        assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "No browser test: chromium and chromedriver are not both on the path.");
        PROTOCOL.setLevel(Level.OFF);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--force-device-scale-factor=1",
                "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.get().toFile())
                        .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.driver.manage().timeouts().implicitlyWait(PATIENCE);
        browser.size(width, HEIGHT);
        browser.driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        theme.name().toLowerCase(Locale.ROOT)))));
        return browser;
    }

    private static Optional<Path> onPath(String... names) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(names).map(Path.of(folder)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /**
     * Opens a page.
     *
     * @param page to open
     * @return milliseconds until it was loaded
     */
    public double go(URI page) {
        driver.get(page.toString());
        return number("return performance.getEntriesByType('navigation')[0].loadEventEnd");
    }

    /**
     * @param selector of CSS
     * @return the first element of its kind, once there is one
     */
    public WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /**
     * @param selector of CSS
     * @return the elements of its kind that are there now
     */
    @SuppressWarnings("unchecked")
    public List<WebElement> all(String selector) {
        return (List<WebElement>)
                script("return [...document.querySelectorAll(arguments[0])]", selector);
    }

    /**
     * @param script to run in the page
     * @param arguments of the script
     * @return what it returns
     */
    public Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /**
     * @param script that returns a number
     * @param arguments of the script
     * @return the number
     */
    public double number(String script, Object... arguments) {
        return ((Number) script(script, arguments)).doubleValue();
    }

    /**
     * @return what the page has put on its console
     */
    public List<String> messages() {
        return logged(LogType.BROWSER).map(LogEntry::getMessage).toList();
    }

    /**
     * @return addresses that were asked for since the last call, data in the page aside
     */
    public List<String> requests() {
        return logged(LogType.PERFORMANCE)
                .map(
                        entry ->
                                JsonParser.parseString(entry.getMessage())
                                        .getAsJsonObject()
                                        .getAsJsonObject("message"))
                .filter(m -> m.get("method").getAsString().equals("Network.requestWillBeSent"))
                .map(Browser::address)
                .filter(address -> !address.startsWith("data:") && !address.startsWith("blob:"))
                .toList();
    }

    private Stream<LogEntry> logged(String log) {
        return StreamSupport.stream(driver.manage().logs().get(log).spliterator(), false);
    }

    private static String address(JsonObject message) {
        return message.getAsJsonObject("params")
                .getAsJsonObject("request")
                .get("url")
                .getAsString();
    }

    /**
     * Takes a picture of the page from the top of one element to the bottom of another.
     *
     * @param first CSS selector of the one
     * @param last CSS selector of the other
     * @param file to write, a PNG
     */
    public void picture(String first, String last, Path file) {
        double top =
                number("return arguments[0].getBoundingClientRect().top + scrollY", one(first));
        double bottom =
                number("return arguments[0].getBoundingClientRect().bottom + scrollY", one(last));
        Map<String, Object> part =
                Map.of(
                        "x",
                        0,
                        "y",
                        top,
                        "width",
                        number("return innerWidth"),
                        "height",
                        bottom - top + MARGIN,
                        "scale",
                        1);
        Object png =
                driver.executeCdpCommand(
                                "Page.captureScreenshot",
                                Map.of("captureBeyondViewport", true, "clip", part))
                        .get("data");
        try {
            Files.write(file, OutputType.BYTES.convertFromBase64Png(png.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
