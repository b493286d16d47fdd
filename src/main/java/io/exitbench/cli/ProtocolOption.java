package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Protocol;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** In which form a command brings code before a model: what {@code exitbench.protocol} is. */
final class ProtocolOption {
    @Option(
            names = "--protocol",
            description =
                    "line (if absent), raw-line, fill-in-middle or tokens: whether the model reads"
                            + " token lines or source text.")
    private String id;

    /**
     * @return what was asked for, else lines
     * @throws ExitBenchException if there is no such protocol
     */
    Protocol protocol() {
        if (id == null) {
            return Protocol.LINE;
        }
        List<String> known = Arrays.stream(Protocol.values()).map(Protocol::id).toList();
        if (!known.contains(id)) {
            throw new ExitBenchException(
                    "--protocol is " + id + "; it takes " + String.join(", ", known) + ".");
        }
        return Protocol.of(id);
    }

    /** The embedded corpora; a model that knows no token lines gets source text unless asked. */
    DataChoice embedded() {
        DataChoice any = DataChoice.embedded();
        return new DataChoice(any.where(), any.mirror(), protocol()).changingProtocol(id == null);
    }
}
