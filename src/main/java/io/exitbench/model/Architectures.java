package io.exitbench.model;

import io.exitbench.ExitBenchException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All architectures on the class path. */
public final class Architectures {
    private final Map<String, ArchitectureProvider> providers = new TreeMap<>();

    private Architectures() {
        ServiceLoader.load(ArchitectureProvider.class, Architectures.class.getClassLoader())
                .forEach(provider -> providers.put(provider.modelType(), provider));
    }

    /**
     * Finds the providers.
     *
     * @return those registered in {@code META-INF/services}
     */
    public static Architectures registered() {
        return new Architectures();
    }

    /**
     * @return every {@code model_type} that is supported, in alphabetical order, as a sentence
     *     lists them: {@code llama, opt and qwen2}
     */
    public String modelTypes() {
        String listed = String.join(", ", providers.keySet());
        int last = listed.lastIndexOf(", ");
        return last < 0 ? listed : listed.substring(0, last) + " and " + listed.substring(last + 2);
    }

    /**
     * Reads a configuration.
     *
     * @param config {@code config.json}
     * @throws ExitBenchException if nobody knows its {@code model_type}, or it has a setting that
     *     is not supported
     */
    ModelConfig read(ConfigFields config) {
        String type = config.text("model_type", "");
        ArchitectureProvider provider = providers.get(type);
        if (provider == null) {
            throw new ExitBenchException(
                    config
                            + " has model_type \""
                            + type
                            + "\"; "
                            + modelTypes()
                            + " are supported.");
        }
        UnsupportedSettings.refuse(config);
        return provider.read(config);
    }

    /** Published sizes of all architectures, by name. */
    Map<String, ModelConfig> shapes() {
        Map<String, ModelConfig> shapes = new TreeMap<>();
        providers.values().forEach(provider -> shapes.putAll(provider.shapes()));
        return shapes;
    }
}
