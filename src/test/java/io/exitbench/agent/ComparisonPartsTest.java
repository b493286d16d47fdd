package io.exitbench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.agent.trace.Trace;
import io.exitbench.agent.trace.TraceEpisode;
import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.agent.trace.TraceReader;
import io.exitbench.agent.trace.TraceWriter;
import io.exitbench.dataset.Split;
import io.exitbench.strategy.Confidence;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comparisons on calibration data rest on. */
class ComparisonPartsTest {
    @TempDir private Path folder;

    @Test
    void linesAreOfTheProjectsThatTheirCountsSay() throws IOException {
        Files.writeString(
                folder.resolve("projects.csv"),
                "project,split,files,tokens\na,evaluation,3,9\nb,calibration,2,9\nc,calibration,1,9\n");
        ProjectsOfLines projects = new ProjectsOfLines(folder.toString(), Split.CALIBRATION);
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(i -> projects.named("calibration:" + i)))
                .containsExactly("b/calibration:1", "b/calibration:2", "c/calibration:3");
        assertThat(new ProjectsOfLines("embedded", Split.CALIBRATION).named("Lib/os.py"))
                .isEqualTo("Lib/os.py");
    }

    @Test
    void noProjectAndNoFileIsInBothHalves() {
        Trace trace =
                trace("embedded/x/1", "embedded/x/2", "/d/p/1", "/d/p/2", "/d/q/3", "embedded/y");
        Folds folds = new Folds(trace, List.of("embedded", "/d"));
        assertThat(folds.tokens(0)).containsExactly(0, 2, 3, 5);
        assertThat(folds.tokens(1)).containsExactly(1, 4);
        assertThat(folds.tokens("/d")).containsExactly(2, 3, 4);
    }

    @Test
    void aMixtureTakesWhatIsWanted() {
        Course low = new Course(new double[] {0, 1}, 2, 0.2, 1);
        Course high = new Course(new double[] {1, 1}, 6, 0.8, 5);
        Course mixed = Course.between(low, high, Course::depth, 3);
        assertThat(mixed.depth()).isCloseTo(3, within(1e-12));
        assertThat(mixed.cost()).isCloseTo(0.35, within(1e-12));
        assertThat(mixed.time()).isCloseTo(2, within(1e-12));
        assertThat(mixed.right()).containsExactly(0.25, 1);
    }

    @Test
    void rulesAreComparedAtTheDepthThatIsWanted() {
        Trace trace = trace("a", "b", "c", "d", "e");
        int[] tokens = {0, 1, 2, 3, 4};
        ExitCosts costs = new ExitCosts(List.of(2, 4), 10, 5, 1);
        Course half =
                costs.course(
                        trace,
                        tokens,
                        new int[] {0, 0, 1, 1, 1},
                        true,
                        new double[] {1},
                        new double[] {3, 8});
        assertThat(half.time()).isCloseTo((2 * 3 + 3 * 8) / 5.0, within(1e-12));
        assertThat(half.depth()).isCloseTo((2 * 2 + 3 * 4) / 5.0, within(1e-12));
        // Two that leave pay 20 + 5 + 1, three that do not 40 + 2 * 5 + 1, a full-depth token 45.
        assertThat(half.cost()).isCloseTo((2 * 26 + 3 * 51) / 5.0 / 45, within(1e-12));
        ThresholdRules rules = new ThresholdRules(trace, tokens, costs, ExitTimes.none(2));
        assertThat(rules.best(Course::depth, 3).orElseThrow().course().depth())
                .isCloseTo(3, within(1e-9));
        assertThat(rules.best(Course::depth, 9)).isEmpty();
    }

    /** One token for each file, each surer than the one before. */
    private Trace trace(String... files) {
        TraceHeader header = new TraceHeader("model", "folds", 4, 2, List.of(2, 4), true, "test");
        try (TraceWriter writer = TraceWriter.create(folder, header)) {
            for (int i = 0; i < files.length; i++) {
                TraceEpisode episode = new TraceEpisode(header, files[i]);
                episode.beginToken(1);
                for (int exit = 0; exit < 2; exit++) {
                    Confidence seen = new Confidence(1, 0.5f + i / 100f, i / 10f, 1 - i / 10f);
                    episode.exit(ShortBuffer.allocate(2), seen, seen);
                }
                writer.append(episode);
            }
            writer.finish();
        }
        return new TraceReader().open(folder, header);
    }
}
