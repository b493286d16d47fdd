package io.exitbench.report.page;

import static io.exitbench.result.SuiteRecordsFixture.FULL;
import static io.exitbench.result.SuiteRecordsFixture.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.record.RunRecord;
import io.exitbench.result.statistics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class FrontierPictureTest {
    private static RunRow row(
            int number, RunRecord run, double similarity, double saved, Interval interval) {
        return new RunRow(
                number,
                run,
                Map.of(
                        "edit_similarity",
                        Double.toString(similarity),
                        "time_saved_pct",
                        Double.toString(saved)),
                Map.of("time_saved_pct", interval));
    }

    private static Document drawn(Interval interval) {
        List<RunRow> runs =
                List.of(row(1, FULL, 60, 0, new Interval(0, 0)), row(2, RULE, 59, 20, interval));
        return Jsoup.parse(
                new FrontierPicture(
                                runs,
                                new Families(runs),
                                new Axis.Quality("edit_similarity", "Edit Similarity"),
                                new Axis.Cost("time_saved_pct", "time"))
                        .html());
    }

    @Test
    void aLongIntervalDoesNotPressTheMarksTogetherAndGoesOnByAnArrow() {
        Document picture = drawn(new Interval(-500, 25));
        double[] across =
                picture.select("a[data-r] > g").eachAttr("transform").stream()
                        .mapToDouble(
                                at -> Double.parseDouble(at.replaceAll("translate\\(|,.*", "")))
                        .toArray();
        assertThat(Math.abs(across[0] - across[1])).isGreaterThan(250);
        assertThat(arrows(picture)).isEqualTo(1);
        assertThat(picture.select("a[data-r=2]").attr("aria-label"))
                .as("the whole interval is read out")
                .contains("[75.0, 600.0]");
    }

    @Test
    void anIntervalThatHasRoomHasNoArrow() {
        assertThat(arrows(drawn(new Interval(15, 25)))).isZero();
    }

    /** Each is a path of its own with two strokes. */
    private static long arrows(Document picture) {
        String path = picture.select("g[data-r=2] .whisker").attr("d");
        return Arrays.stream(path.split("M")).filter(part -> part.split("L").length == 3).count();
    }
}
