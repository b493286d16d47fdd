package io.exitbench.report.page;

/**
 * Axes with their ticks and titles.
 *
 * @param x from left to right
 * @param y from bottom to top
 */
record Frame(Scale x, Scale y) {
    private static final double GAP = 6;
    private static final double TITLE = 36;

    void draw(Svg svg, String below, String beside) {
        for (double tick : y.ticks()) {
            svg.line("grid", x.from(), y.at(tick), x.to(), y.at(tick))
                    .text("tick e", x.from() - GAP, y.at(tick) + 4, y.text(tick));
        }
        for (double tick : x.ticks()) {
            svg.line("grid", x.at(tick), y.from(), x.at(tick), y.to())
                    .text("tick m", x.at(tick), y.from() + 16, x.text(tick));
        }
        svg.line("axis", x.from(), y.from(), x.to(), y.from())
                .line("axis", x.from(), y.from(), x.from(), y.to())
                .text("name m", (x.from() + x.to()) / 2, y.from() + TITLE, below)
                .upwards("name m", 17, (y.from() + y.to()) / 2, beside);
    }
}
