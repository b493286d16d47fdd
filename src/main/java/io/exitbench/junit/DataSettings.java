package io.exitbench.junit;

import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Protocol;
import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings that say what a suite is measured on. */
final class DataSettings {
    private final Settings settings;

    DataSettings(Settings settings) {
        this.settings = settings;
    }

    private Protocol protocol() {
        String value = settings.choice(Setting.PROTOCOL, Protocol.LINE.id(), Protocol.TOKENS.id());
        return Protocol.valueOf(value.toUpperCase(Locale.ROOT));
    }

    private boolean keepsDuplicates() {
        return settings.choice(Setting.DUPLICATES, "drop", "keep").equals("keep");
    }

    DataChoice choice() {
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
