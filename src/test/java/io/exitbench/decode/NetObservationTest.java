package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.CandidateEvidence;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetObservationTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/goldens/architectures/opt-preln");
    private static final int EXITS = 3;
    private static final int[] PROMPT = {5, 6, 7};

    /** However candidates are chosen: the same numbers, and the same work. */
    @ParameterizedTest
    @ValueSource(ints = {0, 16})
    void candidatesAndNetTogetherAreOneAfterTheOther(int previewRank) {
        DecoderOptions options =
                DecoderOptions.cpu().withCandidates(4).withPreviewRank(previewRank);
        try (DecoderModel model = Checkpoint.open("opt", FOLDER).load(options)) {
            ExitNet net = net(model.config().headInputSize());
            List<Float> together = new ArrayList<>();
            Completion first = complete(model, together, (at, seen) -> at.score(net, seen));
            List<Float> apart = new ArrayList<>();
            Completion second =
                    complete(
                            model,
                            apart,
                            (at, evidence) -> {
                                Confidence said = at.amongCandidates();
                                evidence.see(
                                        at.exitIndex(),
                                        said.argmax(),
                                        said.topProbability(),
                                        said.margin(),
                                        said.entropy());
                                return at.score(net, said.argmax(), evidence.numbers());
                            });
            assertThat(together).hasSize(4 * EXITS).isEqualTo(apart);
            assertThat(first.tokens()).isEqualTo(second.tokens());
            assertThat(first.work()).isEqualTo(second.work());
        }
    }

    private static Completion complete(
            DecoderModel model,
            List<Float> scores,
            BiFunction<NetObservation, CandidateEvidence, Float> asked) {
        CandidateEvidence evidence = new CandidateEvidence(EXITS);
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(
                        model,
                        new ExitLayers(List.of(1, 2, 3), model.config().layers()),
                        KvPolicy.DEFER,
                        Prefill.FULL)) {
            return decoder.complete(
                    PROMPT,
                    new CompletionLimit(4, token -> false),
                    at -> {
                        if (at.exitIndex() == 0) {
                            evidence.begin(at.tokenIndex());
                        }
                        scores.add(asked.apply((NetObservation) at, evidence));
                        return ExitDecision.CONTINUE;
                    },
                    SampleContext.blind("s", PROMPT.length));
        }
    }

    private static ExitNet net(int width) {
        Random random = new Random(3);
        int numbers = CandidateEvidence.width(EXITS);
        int inputs = 2 * width + numbers;
        List<DenseLayer> first = new ArrayList<>();
        for (int exit = 0; exit < EXITS; exit++) {
            first.add(layer(random, inputs, 5));
        }
        return new ExitNet(true, width, numbers, first, List.of(layer(random, 5, 3)));
    }

    private static DenseLayer layer(Random random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return new DenseLayer(inputs, outputs, weights, new float[outputs]);
    }
}
