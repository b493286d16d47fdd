package io.exitbench.junit;

/**
 * A suite that has been run already: nothing is measured, and what lies in its folder is reported
 * and checked as it was then.
 */
public final class StoredSuite implements BenchmarkSuite {
    /** Configuration parameter of the JUnit Platform with the folder of the suite run. */
    public static final String FOLDER = "exitbench.stored-run";
}
