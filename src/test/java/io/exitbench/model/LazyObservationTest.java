package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.llama.LlamaConfig;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.RotaryEmbedding;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a model whose LM head fails when it is used, one sees who uses it. */
class LazyObservationTest {
    private static final LlamaConfig CONFIG =
            new LlamaConfig(
                    new DecoderShape(4, 8, 2, 1, 4, 16, 32, 64),
                    1e-5,
                    new RotaryEmbedding(10_000, new RotaryEmbedding.None()),
                    false);

    /** What a strategy may look at. */
    enum Look {
        NOTHING(false, seen -> seen.layer() + seen.exitIndex() + seen.tokenIndex()),
        HIDDEN_STATE(false, seen -> seen.hiddenState()[0]),
        PREVIOUS(false, seen -> seen.previousHiddenState() == null ? 0 : 1),
        ARGMAX(true, Observation::argmax),
        TOP_PROBABILITY(true, Observation::topProbability),
        MARGIN(true, Observation::margin),
        ENTROPY(true, Observation::entropy),
        CANDIDATES(true, seen -> seen.amongCandidates().margin());

        private final boolean needsHead;
        private final ToDoubleFunction<Observation> question;

        Look(boolean needsHead, ToDoubleFunction<Observation> question) {
            this.needsHead = needsHead;
            this.question = question;
        }
    }

    private static DecoderModel withoutHead() {
        TensorSource zeros = (part, target, row, tensors) -> target.set(new NDIndex(":"), 0);
        return new DecoderModel(
                CONFIG, zeros, DecoderOptions.cpu(), (manager, type) -> misshapen(manager));
    }

    /** Every use of the head goes through the exit block of its layer, and these do not fit. */
    private static ExitBlocks misshapen(NDManager manager) {
        SortedMap<Integer, List<NDArray>> blocks = new TreeMap<>();
        for (int layer = 1; layer <= CONFIG.layers(); layer++) {
            blocks.put(layer, List.copyOf(Collections.nCopies(4, manager.zeros(new Shape(1, 1)))));
        }
        return new ExitBlocks(blocks);
    }

    @ParameterizedTest
    @EnumSource
    void theHeadRunsOnlyForWhomItIsNeeded(Look look) {
        List<Integer> visited = new ArrayList<>();
        ExitStrategy strategy =
                seen -> {
                    visited.add(seen.layer());
                    return look.question.applyAsDouble(seen) < -1e9
                            ? ExitDecision.EXIT
                            : ExitDecision.CONTINUE;
                };
        try (DecoderModel model = withoutHead();
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model,
                                new ExitLayers(List.of(1, 2, 3), 4),
                                KvPolicy.PROPAGATE,
                                Prefill.FULL)) {
            // The token itself needs the head in any case, but only after the last layer.
            assertThatThrownBy(
                            () ->
                                    decoder.complete(
                                            new int[] {1, 2},
                                            new CompletionLimit(1, token -> true),
                                            strategy,
                                            SampleContext.blind("s", 2)))
                    .isInstanceOf(EngineException.class);
        }
        assertThat(visited).isEqualTo(look.needsHead ? List.of(1) : List.of(1, 2, 3));
    }
}
