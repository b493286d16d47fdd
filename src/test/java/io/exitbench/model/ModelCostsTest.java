package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.weights.TensorInfo;
import io.exitbench.model.weights.WeightSource;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a configuration says that products cost is what the stored matrices hold. */
class ModelCostsTest {
    @ParameterizedTest
    @MethodSource("io.exitbench.model.GoldenArchitectures#names")
    void multiplyAddsAreTheWeightsOfTheMatrices(String name) {
        Path folder = GoldenArchitectures.folder(name);
        ModelConfig config = GoldenArchitectures.open(name).config();
        try (WeightSource weights = WeightSource.open(folder)) {
            assertThat(config.layerMultiplyAdds())
                    .isEqualTo(matrices(weights, tensor -> tensor.contains("layers.0.")));
            assertThat(config.projectionMultiplyAdds())
                    .isEqualTo(
                            matrices(
                                    weights,
                                    tensor ->
                                            tensor.contains("layers.0.")
                                                    && tensor.matches(".*\\.[kv]_proj\\..*")));
            boolean tied = weights.names().stream().noneMatch(t -> t.contains("lm_head"));
            assertThat(config.headMultiplyAdds())
                    .isEqualTo(
                            matrices(
                                    weights,
                                    tensor ->
                                            tensor.contains("project_out")
                                                    || tensor.contains(
                                                            tied ? "embed_tokens" : "lm_head")));
        }
    }

    private static long matrices(WeightSource weights, Predicate<String> wanted) {
        return weights.names().stream()
                .filter(wanted)
                .map(weights::info)
                .filter(info -> info.shape().size() == 2)
                .mapToLong(TensorInfo::elements)
                .sum();
    }
}
