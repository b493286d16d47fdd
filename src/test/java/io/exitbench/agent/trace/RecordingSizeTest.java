package io.exitbench.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RecordingSizeTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/goldens/architectures/llama3-gqa-tied");
    private static final long HALF_GIB = 512L << 20;
    private static final long QUARTER_GIB = 256L << 20;

    @Test
    void whatIsRecordedAtOnceFitsItsRoomAndIsNeverNothing() {
        try (DecoderModel model = Checkpoint.open("llama", FOLDER).load(DecoderOptions.cpu())) {
            assertThat(RecordingSize.completions(model, 32)).isEqualTo(64);
            int positions = (int) (HALF_GIB / 10 / model.cacheBytes(1));
            assertThat(RecordingSize.completions(model, positions)).isEqualTo(10);
            assertThat(RecordingSize.completions(model, Integer.MAX_VALUE)).isEqualTo(1);
            int row = model.config().vocabularySize() * Float.BYTES;
            assertThat(RecordingSize.texts(model, 160)).isEqualTo(8);
            assertThat(RecordingSize.texts(model, (int) (QUARTER_GIB / 3 / row))).isEqualTo(3);
            assertThat(RecordingSize.texts(model, Integer.MAX_VALUE)).isEqualTo(1);
        }
    }

    /** Keys and values of a layer, as wide as its key and value heads together. */
    @Test
    void cachesAreCountedInTheirOwnType() {
        try (DecoderModel model = Checkpoint.open("llama", FOLDER).load(DecoderOptions.cpu())) {
            int width = model.config().keyValueHeads() * model.config().headSize();
            assertThat(model.cacheBytes(7))
                    .isEqualTo(7L * model.config().layers() * 2 * width * Float.BYTES);
        }
    }
}
