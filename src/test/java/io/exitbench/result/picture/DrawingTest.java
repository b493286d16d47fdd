package io.exitbench.result.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.awt.AWTError;
import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrawingTest {
    private static final String LIBRARY = "libharfbuzz.so.0: cannot open shared object file";

    /** As Java has been seen to say that it has no fonts, at first and ever after. */
    static Stream<Throwable> obstacles() {
        return Stream.of(
                new UnsatisfiedLinkError(LIBRARY),
                new InternalError(
                        new InvocationTargetException(new UnsatisfiedLinkError(LIBRARY), null)),
                new NoClassDefFoundError("Could not initialize class, after " + LIBRARY),
                new AWTError(LIBRARY),
                new IllegalStateException(LIBRARY));
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void whereNothingCanBeDrawnOneSentenceSaysWhyAndWhatToDo(Throwable obstacle) {
        Drawing drawing = Drawing.after(() -> raise(obstacle));
        assertThat(drawing.draw(() -> fail("drawn all the same"))).isEmpty();
        assertThat(drawing.notice())
                .hasValueSatisfying(
                        notice ->
                                assertThat(notice)
                                        .contains(LIBRARY)
                                        .contains("fontconfig")
                                        .doesNotContain("\n"));
    }

    @Test
    void whatAChartDoesWrongIsNotTakenForALackOfFonts() {
        Drawing drawing = Drawing.after(() -> {});
        assertThat(drawing.notice()).isEmpty();
        assertThatThrownBy(() -> drawing.draw(() -> raise(new IllegalArgumentException("axis"))))
                .hasMessage("axis");
        assertThatThrownBy(() -> Drawing.after(() -> raise(new OutOfMemoryError("heap"))))
                .hasMessage("heap");
    }

    private static Object raise(Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failed;
    }
}
