package io.exitbench.report.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How families are told apart: by colour and by the shape of their marks, never by one alone. */
final class Families {
    /** Colours of the palette of Okabe and Ito that the style sheet names, besides the neutral. */
    private static final int COLOURS = 8;

    private static final List<String> SHAPES =
            List.of(
                    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
                    "M-4.5-4.5h9v9h-9z",
                    "M0-6L5.5 4.5h-11z",
                    "M0-6.5L6.5 0L0 6.5L-6.5 0z",
                    "M0 6L5.5-4.5h-11z",
                    "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
                    "M-6 0L-3-5.5h6L6 0L3 5.5h-6z");

    private static final String STAR =
            "M0-7L1.8-2.3L6.7-2.2L2.8.9L4.1 5.7L0 2.9L-4.1 5.7L-2.8.9L-6.7-2.2L-1.8-2.3z";
    private static final String CROSS = "M-6-4L-4-6L0-2L4-6L6-4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0z";

    private final Map<String, List<RunRow>> members = new LinkedHashMap<>();
    private final Map<String, String> styles = new LinkedHashMap<>();
    private final Map<String, String> shapes = new LinkedHashMap<>();

    Families(List<RunRow> runs) {
        List<RunRow> planned = new ArrayList<>(runs);
        planned.sort((a, b) -> a.family().compareTo(b.family()));
        int next = 0;
        for (RunRow run : planned) {
            members.computeIfAbsent(run.family(), family -> new ArrayList<>()).add(run);
            if (styles.containsKey(run.family())) {
                continue;
            }
            if (run.honest()) {
                styles.put(run.family(), "c" + next % COLOURS);
                shapes.put(run.family(), SHAPES.get(next % SHAPES.size()));
                next++;
            } else {
                styles.put(run.family(), run.run().cheats() ? "cheat" : "full");
                shapes.put(run.family(), run.run().cheats() ? STAR : CROSS);
            }
        }
    }

    /** Families and their runs, those of a family together. */
    Map<String, List<RunRow>> members() {
        return members;
    }

    String style(RunRow run) {
        return styles.get(run.family());
    }

    String shape(RunRow run) {
        return shapes.get(run.family());
    }

    /** A mark of its own size for legends and tables. */
    String mark(RunRow run) {
        return "<svg class=\"mark\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\"><path class=\"point "
                + style(run)
                + "\" d=\""
                + shape(run)
                + "\"/></svg>";
    }
}
