package io.exitbench.cli;

/** How commands end; documented in {@code docs/cli.md}. */
final class ExitCode {
    /** Done, and nothing to object to. */
    static final int DONE = 0;

    /** Done, and something was found: a failed run, a broken contract, a margin exceeded. */
    static final int FOUND = 1;

    /** The command line is wrong; picocli's own. */
    static final int USAGE = 2;

    /** Not done: data, files or this machine do not allow it, as one sentence says. */
    static final int REFUSED = 3;

    private ExitCode() {}
}
