package io.exitbench.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Both embedded multi-exit checkpoints with their kernels compiled for the processor, once for all
 * tests that ask for them.
 */
final class HostKernels implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        assumeTrue(HostCuda.possible(), "no C++ compiler");
        return context
                .getRoot()
                .getStore(ExtensionContext.Namespace.create(HostKernels.class))
                .computeIfAbsent(Models.class, unused -> Models.load(), Models.class)
                .all
                .stream()
                .map(Arguments::of);
    }

    /** Closed when all tests have ended. */
    private record Models(List<HostModel> all) implements AutoCloseable {
        static Models load() {
            try {
                Path folder = Files.createTempDirectory("kernels-on-host");
                HostCuda.install(folder);
                EmbeddedCheckpoints checkpoints = new EmbeddedCheckpoints(folder.resolve("cache"));
                return new Models(
                        Stream.of("tiny-llama-code-multi-exit", "tiny-opt-code-multi-exit")
                                .map(name -> HostModel.load(checkpoints.open(name)))
                                .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            all.forEach(HostModel::free);
        }
    }
}
