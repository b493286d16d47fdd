package io.exitbench.model.hub;

import io.exitbench.ExitBenchException;
import io.exitbench.HomeFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the environment variables of Hugging Face's own tools say.
 *
 * @param home folder of the token and, unless moved, of the cache: {@code HF_HOME}
 * @param cache folder of the models: {@code HF_HUB_CACHE}
 * @param endpoint the hub or a mirror of it: {@code HF_ENDPOINT}
 * @param token for gated models: {@code HF_TOKEN}; if absent, the file {@code token} in the home is
 *     tried
 * @param offline whether the network must not be used: {@code HF_HUB_OFFLINE}
 */
public record HubEnvironment(
        Path home, Path cache, URI endpoint, Optional<String> token, boolean offline) {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /**
     * Reads the variables.
     *
     * @param variables of the process
     * @param user the user's home folder, which a leading {@code ~} of a folder means too
     * @return the environment, with the defaults of Hugging Face's tools
     * @throws ExitBenchException if the endpoint is no web address
     */
    public static HubEnvironment of(Map<String, String> variables, HomeFolder user) {
        Path caches =
                path(variables, "XDG_CACHE_HOME", user).orElseGet(() -> user.path("~/.cache"));
        Path home = path(variables, "HF_HOME", user).orElse(caches.resolve("huggingface"));
        return new HubEnvironment(
                home,
                path(variables, "HF_HUB_CACHE", user).orElse(home.resolve("hub")),
                endpoint(text(variables, "HF_ENDPOINT").orElse("https://huggingface.co")),
                text(variables, "HF_TOKEN"),
                TRUE.contains(
                        text(variables, "HF_HUB_OFFLINE").orElse("").toUpperCase(Locale.ROOT)));
    }

    private static URI endpoint(String text) {
        try {
            URI address = URI.create(text.replaceAll("/+$", ""));
            if (address.getHost() != null
                    && Set.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for any other text.
        }
        throw new ExitBenchException(
                "HF_ENDPOINT is \"" + text + "\"; give an address that begins with https://.");
    }

    private static Optional<String> text(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    private static Optional<Path> path(
            Map<String, String> variables, String name, HomeFolder user) {
        return text(variables, name).map(user::path);
    }

    /** Without the token, which belongs in no log. */
    @Override
    public String toString() {
        return "HubEnvironment[home=%s, cache=%s, endpoint=%s, offline=%s]"
                .formatted(home, cache, endpoint, offline);
    }
}
