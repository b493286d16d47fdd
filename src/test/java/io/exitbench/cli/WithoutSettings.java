package io.exitbench.cli;

import java.util.Properties;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test as if no setting had been given to the build. */
final class WithoutSettings implements BeforeEachCallback, AfterEachCallback {
    private final Properties before = new Properties();

    @Override
    public void beforeEach(ExtensionContext context) {
        before.putAll(System.getProperties());
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith("exitbench."));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.setProperties(before);
    }
}
