package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.ConfigReader;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.RandomModel;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.SampleContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every native tensor has an owner that frees it. */
class NativeMemoryTest {
    private static final int TOKENS_AT_A_TIME = 250;
    private static final int TOKENS = 5000;
    private static final double TOLERANCE = 0.02;

    /** What a token leaves behind would be as large as with many layers. */
    private static final String FEW_LAYERS =
            """
            {"model_type": "llama", "hidden_size": 256, "intermediate_size": 256,
             "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 4,
             "vocab_size": 2048, "max_position_embeddings": 512}
            """;

    @TempDir Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryIsFlatOver5000Tokens() throws IOException {
        ModelConfig config =
                ConfigReader.read(Files.writeString(folder.resolve("config.json"), FEW_LAYERS));
        try (DecoderModel model =
                        new RandomModel("random:few-layers", config, folder)
                                .load(DecoderOptions.cpu());
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model,
                                new ExitLayers(List.of(1, 2, 3), config.layers()),
                                KvPolicy.DEFER,
                                Prefill.FULL)) {
            generate(decoder, 4 * TOKENS_AT_A_TIME);
            long before = residentPages();
            generate(decoder, TOKENS);
            assertThat(residentPages()).isLessThan(Math.round(before * (1 + TOLERANCE)));
        }
    }

    private static void generate(EarlyExitDecoder decoder, int tokens) {
        CompletionLimit limit = new CompletionLimit(TOKENS_AT_A_TIME, token -> false);
        for (int done = 0; done < tokens; done += TOKENS_AT_A_TIME) {
            decoder.complete(
                    new int[] {1},
                    limit,
                    seen ->
                            seen.tokenIndex() % 5 < seen.exitIndex() + 1
                                            && seen.topProbability() > 0
                                            && seen.hiddenState().length > 0
                                    ? ExitDecision.EXIT
                                    : ExitDecision.CONTINUE,
                    SampleContext.blind("s", 1));
        }
    }

    /** The Java heap grows as it likes, so garbage is collected first. */
    private static long residentPages() throws IOException {
        System.gc();
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }
}
