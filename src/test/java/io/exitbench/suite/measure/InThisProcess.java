package io.exitbench.suite.measure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Makes a suite's completions in one part, here: what clusters are compared with. */
public final class InThisProcess implements GenerationBackend {
    /** For {@link java.util.ServiceLoader}. */
    public InThisProcess() {}

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public List<List<String>> make(GenerationInputs inputs, List<GenerationPart> parts) {
        return parts.stream().map(part -> GenerationTask.run(inputs, part)).toList();
    }

    /**
     * Runs something for whose suites this is the backend, whatever else the class path has.
     *
     * @param work to do
     */
    public static void during(Runnable work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new Services(before));
        try {
            work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Finds this backend and no other. */
    private static final class Services extends ClassLoader {
        private static final String FILE = "META-INF/services/" + GenerationBackend.class.getName();

        Services(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(FILE)
                    ? Collections.enumeration(List.of(entry()))
                    : super.getResources(name);
        }

        private static URL entry() throws MalformedURLException {
            return new URL(null, "entry:" + FILE, new Entry());
        }
    }

    /** The text of the services file. */
    private static final class Entry extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    // There is nothing to connect to.
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(
                            InThisProcess.class.getName().getBytes(StandardCharsets.UTF_8));
                }
            };
        }
    }
}
