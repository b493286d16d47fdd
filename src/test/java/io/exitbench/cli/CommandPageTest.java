package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.report.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithoutSettings.class)
class CommandPageTest {
    /** What writes the page anew: mvn test -Dtest=CommandPageTest -Dpages=write. */
    private static final String WRITE = "pages";

    @Test
    void thePageSaysWhatTheCommandsSay() {
        GeneratedPart page = new GeneratedPart(Path.of("docs/cli.md"), "commands");
        if (System.getProperty(WRITE, "").equals("write")) {
            page.replace(CommandPage.text());
        }
        assertThat(page.read())
                .as("mvn test -Dtest=CommandPageTest -Dpages=write")
                .isEqualTo(CommandPage.text());
    }

    /** What a reader copies from the page is what is built and run. */
    @Test
    void theOwnProjectOfTheDocsIsTheOneThatIsBuilt() throws IOException {
        String page = Files.readString(Path.of("docs/own-project.md"));
        Path project = Path.of("src/it/outside");
        for (String file :
                new String[] {
                    "pom.xml",
                    "src/test/java/mine/Halfway.java",
                    "src/test/java/mine/MySuite.java",
                    "data/test.json"
                }) {
            assertThat(page).contains("```\n" + Files.readString(project.resolve(file)) + "```");
            assertThat(page).contains("`" + file + "`");
        }
    }
}
