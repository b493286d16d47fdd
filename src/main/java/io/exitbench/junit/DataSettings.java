package io.exitbench.junit;

import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Protocol;
import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The settings that say what a suite is measured on. */
final class DataSettings {
    private final Settings settings;

    DataSettings(Settings settings) {
        this.settings = settings;
    }

    private Protocol protocol() {
        return Protocol.of(
                settings.choice(
                        Setting.PROTOCOL,
                        Arrays.stream(Protocol.values()).map(Protocol::id).toArray(String[]::new)));
    }

    private boolean keepsDuplicates() {
        return settings.choice(Setting.DUPLICATES, "drop", "keep").equals("keep");
    }

    /** A protocol that somebody names is kept, whatever the model. */
    DataChoice choice() {
        return chosen().changingProtocol(settings.given(Setting.PROTOCOL).isEmpty());
    }

    private DataChoice chosen() {
        String data = settings.text(Setting.DATA);
        String where =
                data.equals(DataChoice.AUTO) || data.equals(DataChoice.EMBEDDED)
                        ? data
                        : settings.path(Setting.DATA).toString();
        String mirror = settings.text(Setting.DATA_MIRROR);
        if (mirror.equals(Setting.DATA_MIRROR.fallback())) {
            return new DataChoice(where, Optional.empty(), protocol(), keepsDuplicates());
        }
        try {
            URI address = new URI(mirror);
            if (address.getHost() != null
                    && List.of("http", "https").contains(String.valueOf(address.getScheme()))) {
                return new DataChoice(where, Optional.of(address), protocol(), keepsDuplicates());
            }
        } catch (URISyntaxException e) {
            throw Settings.malformed(Setting.DATA_MIRROR, mirror, "an address", e);
        }
        throw Settings.malformed(Setting.DATA_MIRROR, mirror, "an http or https address", null);
    }
}
