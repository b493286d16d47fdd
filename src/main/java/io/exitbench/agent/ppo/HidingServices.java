package io.exitbench.agent.ppo;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Its parent, except that service declarations out of certain jars cannot be found through it. */
final class HidingServices extends ClassLoader {
    private static final String SERVICES = "META-INF/services/";

    private final String hidden;

    /**
     * @param parent sees everything
     * @param hidden a declaration that names a class with this in its name is hidden
     */
    HidingServices(ClassLoader parent, String hidden) {
        super(parent);
        this.hidden = hidden;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = Collections.list(super.getResources(name));
        if (name.startsWith(SERVICES)) {
            found.removeIf(this::declaresHidden);
        }
        return Collections.enumeration(found);
    }

    private boolean declaresHidden(URL declaration) {
        try (var stream = declaration.openStream()) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .contains(hidden);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
