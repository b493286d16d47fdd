package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.suite.plan.ClassPath;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody's jars or folders of classes, which the class path of this process lacks. */
final class AddedJars {
    private AddedJars() {}

    /**
     * Adds them for this thread and for the processes that it starts.
     *
     * @param jars jars or folders
     * @throws ExitBenchException if one is not there
     */
    static void add(List<Path> jars) {
        if (jars.isEmpty()) {
            return;
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.exists(jar)) {
                throw new ExitBenchException(
                        jar + " is not there; name a jar or a folder with compiled classes.");
            }
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("A file has an address", e);
            }
        }
        ClassPath.extend(jars);
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(
                                urls.toArray(URL[]::new),
                                Thread.currentThread().getContextClassLoader()));
    }
}
