package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.EmbeddedCheckpoints;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.SampleContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a token leaves on the Java heap: handles, and never a vector of the model's. */
class TokenAllocationTest {
    private static final int TOKENS = 50;

    private static DecoderModel model;

    @BeforeAll
    static void load(@TempDir Path cache) {
        model = new EmbeddedCheckpoints(cache).open("tiny-opt-code").load(DecoderOptions.cpu());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTokenCopiesNeitherLogitsNorHiddenStates(KvPolicy policy) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ExitLayers exits = new ExitLayers(List.of(2, 4, 8), 12);
        try (EarlyExitDecoder decoder = new EarlyExitDecoder(model, exits, policy, Prefill.FULL)) {
            complete(decoder);
            long before = thread.getCurrentThreadAllocatedBytes();
            complete(decoder);
            long bytes = (thread.getCurrentThreadAllocatedBytes() - before) / TOKENS;
            // Four looks at logits a token: copies of them would be 128 KiB, of states 4 KiB each.
            assertThat(bytes).isLessThan((long) Float.BYTES * model.config().vocabularySize());
        }
    }

    private static void complete(EarlyExitDecoder decoder) {
        decoder.complete(
                new int[] {1},
                new CompletionLimit(TOKENS, token -> false),
                seen -> seen.topProbability() > 2 ? ExitDecision.EXIT : ExitDecision.CONTINUE,
                SampleContext.blind("s", 1));
    }
}
