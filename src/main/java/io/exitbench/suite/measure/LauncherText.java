package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import java.nio.charset.Charset;

/**
 * Text as the {@code java} launcher reads it, from its command line and from argument files alike:
 * in the encoding of file names, which is the locale's, and not in UTF-8.
 *
 * @param encoding of the launcher
 */
record LauncherText(Charset encoding) {

    /**
     * @return the launcher of this machine, which is started with this process's locale
     */
    static LauncherText ofThisMachine() {
        // The only property that tells it on Java 17; native.encoding is that of contents.
        return new LauncherText(Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    /**
     * @param argument for the launcher
     * @throws ExitBenchException if it has letters that the encoding lacks
     */
    void require(String argument) {
        if (!encoding.newEncoder().canEncode(argument)) {
            throw new ExitBenchException(
                    "The measuring process cannot be told \""
                            + argument
                            + "\", since the locale's encoding "
                            + encoding
                            + " lacks letters of it; set LC_ALL=C.UTF-8, or move the checkout or the"
                            + " setting's folder to a path without them.");
        }
    }

    /**
     * @param text of an argument file, of which the encoding has every letter
     * @return its content
     */
    byte[] bytes(String text) {
        return text.getBytes(encoding);
    }
}
