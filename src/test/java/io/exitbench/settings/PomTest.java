package io.exitbench.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.report.page.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the build promises beyond compiling: suites, their order, and the files they use. */
class PomTest {
    @Test
    void everySuiteHasItsProfileAndIsNamedWhenOneIsMistyped() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> suites;
        try (Stream<Path> folders = Files.list(Path.of("suites"))) {
            suites =
                    folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .toList();
        }
        assertThat(suites).contains("py150", "javacorpus");
        assertThat(profiles(pom)).containsExactlyInAnyOrderElementsOf(suites);
        String message =
                pom.lines()
                        .filter(line -> line.contains("There is no such suite."))
                        .findFirst()
                        .orElseThrow();
        String condition =
                pom.lines().filter(line -> line.contains("suite=(?!")).findFirst().orElseThrow();
        assertThat(suites)
                .allSatisfy(
                        suite -> {
                            assertThat(message).contains("-Psuite=" + suite);
                            assertThat(condition).containsPattern("[(|]" + suite + "[)|]");
                        });
    }

    @Test
    void formattingIsCheckedFirstAndNotAtAllInASuite() throws Exception {
        assertThat(texts("//execution[id='formatting']/phase")).containsExactly("validate");
        assertThat(texts("//execution[id='formatting']/goals/goal")).containsExactly("check");
        List<String> suites = profiles(Files.readString(Path.of("pom.xml")));
        assertThat(texts("//profile[starts-with(id,'suite=')]/properties/spotless.check.skip"))
                .hasSameSizeAs(suites)
                .containsOnly("true");
    }

    @Test
    void aSuiteBeginsWithoutTheResultsOfAnEarlierRunAndReportsWhatItWrites() throws Exception {
        String execution = "//execution[id='results-of-an-earlier-run']";
        assertThat(texts(execution + "/phase")).containsExactly("pre-integration-test");
        assertThat(texts(execution + "//excludeDefaultDirectories")).containsExactly("true");
        List<String> results =
                texts(
                        "//plugin[artifactId='maven-failsafe-plugin']"
                                + "//allure.results.directory");
        assertThat(texts(execution + "//fileset/directory")).isEqualTo(results);
        // An argument of its own, so that a blank in a path parts nothing.
        assertThat(texts("//execution[id='browsable-report']//argument")).containsAll(results);
        assertThat(texts("/project/properties/allure.results"))
                .singleElement()
                .asString()
                .endsWith("/${suite.name}");
    }

    @Test
    void aReportKeepsItsHistoryHasThePageBesideItAndTellsOfRunsAlone() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String plugins = "/project/build/plugins/plugin/artifactId";
        assertThat(texts(plugins))
                .as("plugins of one phase run in this order")
                .containsSubsequence(
                        "maven-clean-plugin", "exec-maven-plugin", "maven-resources-plugin");
        assertThat(texts("//execution[id='history-of-earlier-reports']/phase"))
                .containsExactly("${allure.history.phase}");
        assertThat(texts("//execution[id='page-beside-the-browsable-report']/phase"))
                .isEqualTo(texts("//execution[id='browsable-report']/phase"));
        assertThat(texts("//execution[id='page-beside-the-browsable-report']//include"))
                .containsExactly(ReportPage.FILE);
        assertThat(texts("//profile[starts-with(id,'suite=')]/properties/allure.history.phase"))
                .hasSameSizeAs(profiles(pom))
                .containsOnly("pre-integration-test");
        assertThat(texts("//plugin[artifactId='maven-failsafe-plugin']//include"))
                .as("contract tests stand with the unit tests")
                .containsExactly("${suite.name}/*Suite.java");
        assertThat(texts("//plugin[artifactId='maven-surefire-plugin']//include"))
                .contains("strategies/*.java");
    }

    @Test
    void everyBuildWritesTheClassPathThatTheReadmeNames() throws Exception {
        String execution = "//execution[id='class-path-of-the-command-line']";
        assertThat(texts(execution + "/phase")).containsExactly("process-classes");
        assertThat(texts(execution + "//outputFile"))
                .containsExactly("${project.build.directory}/cp.txt");
        assertThat(Files.readString(Path.of("README.md")))
                .contains("mvn -q test-compile ", "$(cat target/cp.txt)");
    }

    private static List<String> texts(String path) throws Exception {
        Document pom =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Path.of("pom.xml").toFile());
        NodeList found =
                (NodeList)
                        XPathFactory.newInstance()
                                .newXPath()
                                .evaluate(path, pom, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    private static List<String> profiles(String pom) {
        return Pattern.compile("<id>suite=(\\w+)</id>")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
