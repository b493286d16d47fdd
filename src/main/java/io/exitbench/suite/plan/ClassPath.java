package io.exitbench.suite.plan;

/** The class path of this process. */
public final class ClassPath {
    private ClassPath() {}

    /**
     * @return the class path; Surefire hides the real one in a jar's manifest and names it in a
     *     property
     */
    public static String current() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
