package io.exitbench.suite.plan;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What a jar's manifest adds to the class path, as that of the command's distribution does. */
final class ManifestEntries {
    private ManifestEntries() {}

    /**
     * @param jar a file on the class path
     * @return files that its manifest names, whether they exist or not; none of what is no jar,
     *     which the virtual machine passes over as well
     */
    static List<Path> of(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String value =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return value == null
                    ? List.of()
                    : Arrays.stream(value.strip().split("\\s+"))
                            .flatMap(entry -> beside(jar, entry).stream())
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Path> beside(Path jar, String entry) {
        try {
            URI place = jar.toUri().resolve(new URI(entry));
            return place.getScheme().equals("file") ? List.of(Path.of(place)) : List.of();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return List.of();
        }
    }
}
