package io.exitbench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Properties;

/**
 * One run of the command in this process, whose system properties and class loader are as before
 * when it has ended.
 *
 * @param status exit code
 * @param out standard output
 * @param err standard error, as far as commands write to it themselves
 */
record CommandRun(int status, String out, String err) {
    static CommandRun of(String... arguments) {
        Properties before = new Properties();
        before.putAll(System.getProperties());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try {
            int status =
                    ExitBench.command()
                            .setOut(new PrintWriter(out, true))
                            .setErr(new PrintWriter(err, true))
                            .execute(arguments);
            return new CommandRun(status, out.toString(), err.toString());
        } finally {
            System.setProperties(before);
            Thread.currentThread().setContextClassLoader(loader);
        }
    }
}
