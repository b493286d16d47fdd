package io.exitbench.result.picture;

import io.exitbench.RootCause;
import java.awt.AWTError;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether this Java can draw text. For that it needs native libraries and fonts which small
 * machines and containers lack, and says so by errors of many kinds. A picture is no reason to lose
 * a table, so it is tried once, before any is drawn: what a chart itself does wrong still shows.
 */
public final class Drawing {
    /** What to do where it cannot. */
    public static final String REMEDY =
            "Install fontconfig, FreeType, HarfBuzz and a font (Debian and Ubuntu: fontconfig"
                    + " libfreetype6 libharfbuzz0b fonts-dejavu-core); where DISPLAY names a screen"
                    + " that is not there, unset it.";

    private final Optional<String> obstacle;

    private Drawing(Optional<String> obstacle) {
        this.obstacle = obstacle;
    }

    /**
     * @return what a word drawn to memory shows
     */
    public static Drawing ofThisJava() {
        return after(Drawing::drawWord);
    }

    /**
     * @param attempt draws something
     * @return what it shows; an exhausted heap is no answer and is thrown
     */
    public static Drawing after(Runnable attempt) {
        try {
            attempt.run();
            return new Drawing(Optional.empty());
        } catch (LinkageError | InternalError | AWTError | RuntimeException failed) {
            return new Drawing(Optional.of(RootCause.of(failed).toString()));
        }
    }

    private static void drawWord() {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
            new TextLayout("word", font, graphics.getFontRenderContext()).draw(graphics, 0, 0);
        } finally {
            graphics.dispose();
        }
    }

    /**
     * @return what Java said when it could not draw; empty if it can
     */
    public Optional<String> obstacle() {
        return obstacle;
    }

    /**
     * @return why there are no pictures and what to do, in two sentences; empty if there are
     */
    public Optional<String> notice() {
        return obstacle.map(
                error ->
                        "Pictures are left out, since this Java cannot draw text ("
                                + error
                                + "). "
                                + REMEDY);
    }

    /**
     * @param picture draws
     * @return the picture, or nothing where none can be drawn
     */
    public <T> Optional<T> draw(Supplier<T> picture) {
        return obstacle.isPresent() ? Optional.empty() : Optional.of(picture.get());
    }
}
