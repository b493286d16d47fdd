package io.exitbench.cli;

import io.exitbench.report.ResultTable;
import java.util.function.Function;

/** As what the table of a suite run is written. */
enum TableFormat {
    /** Markdown, for pull requests and pages. */
    MD(ResultTable::markdown),
    /** LaTeX, for papers. */
    TEX(ResultTable::latex),
    /** The columns behind it with all digits. */
    CSV(ResultTable::csv);

    private final Function<ResultTable, String> writer;

    TableFormat(Function<ResultTable, String> writer) {
        this.writer = writer;
    }

    String text(ResultTable result) {
        return writer.apply(result);
    }

    /** As it is typed, which is how files of the kind end. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
