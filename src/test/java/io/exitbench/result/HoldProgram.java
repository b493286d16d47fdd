package io.exitbench.result;

import io.exitbench.ExitBenchException;
import java.nio.file.Path;

/** Another process that wants a folder, and tells by its exit code whether it got it. */
final class HoldProgram {
    /** Exit code of who got the folder. */
    static final int HELD = 0;

    /** Exit code of who did not. */
    static final int REFUSED = 3;

    private HoldProgram() {}

    /**
     * @param arguments the folder
     */
    public static void main(String[] arguments) {
        try (ResultFolder held = ResultFolder.hold(Path.of(arguments[0]))) {
            System.exit(held.path().isAbsolute() ? HELD : 1);
        } catch (ExitBenchException e) {
            System.exit(REFUSED);
        }
    }
}
