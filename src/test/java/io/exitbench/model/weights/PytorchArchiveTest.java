package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PytorchArchiveTest {
    private static final int[] TWO_BY_THREE = {2, 3};
    private static final int[] ROW_MAJOR = {3, 1};

    @TempDir Path folder;

    @Test
    void thePytorchFileOfTheGoldenEqualsItsSafetensors() throws IOException {
        Path golden = Checkpoints.golden("opt-preln");
        Files.copy(golden.resolve("pytorch_model.bin"), folder.resolve("pytorch_model.bin"));
        assertEqualsGolden(folder);
    }

    @Test
    void anArchiveWithSixtyFourBitSizesIsRead() throws IOException {
        TorchFiles.write(
                folder, TorchFiles.goldenEntries(), ZipArchiveEntry.STORED, Zip64Mode.Always);
        assertEqualsGolden(folder);
    }

    @Test
    void shardsOfPytorchFilesAreReadAsOneCheckpoint() throws IOException {
        Path golden = Checkpoints.golden("opt-preln");
        Files.copy(golden.resolve("pytorch_model.bin"), folder.resolve("pytorch_model-1.bin"));
        TorchFiles.write(
                folder,
                TorchFiles.oneTensor("LongStorage", 1, 0, new int[0], new int[0]),
                new byte[8]);
        Files.move(folder.resolve("pytorch_model.bin"), folder.resolve("pytorch_model-2.bin"));
        Files.writeString(
                folder.resolve("pytorch_model.bin.index.json"),
                "{\"weight_map\":{\"model.decoder.embed_tokens.weight\":\"pytorch_model-1.bin\",\"a\":\"pytorch_model-2.bin\"}}");
        try (WeightSource source = WeightSource.open(folder)) {
            assertThat(source.info("a").type()).isEqualTo(StorageType.I64);
            assertThat(source.info("model.decoder.embed_tokens.weight").dimensions())
                    .containsExactly(160, 48);
        }
    }

    @Test
    void aViewIntoAStorageStartsAtItsOffset() throws IOException {
        byte[] storage = new byte[20];
        for (int i = 0; i < storage.length; i++) {
            storage[i] = (byte) i;
        }
        TorchFiles.write(
                folder,
                TorchFiles.oneTensor("HalfStorage", 10, 4, TWO_BY_THREE, ROW_MAJOR),
                storage);
        try (WeightSource source = WeightSource.open(folder)) {
            assertThat(source.info("a").type()).isEqualTo(StorageType.F16);
            assertThat(source.data("a").remaining()).isEqualTo(12);
            assertThat(source.data("a").get(0)).isEqualTo((byte) 8);
        }
    }

    @Test
    void aTransposedTensorIsRefused() throws IOException {
        TorchFiles.write(
                folder,
                TorchFiles.oneTensor("FloatStorage", 6, 0, TWO_BY_THREE, new int[] {1, 2}),
                new byte[24]);
        assertRefused("Tensor a").hasMessageContaining("not contiguous");
    }

    @Test
    void aTensorMustLieWithinItsStorageAndThatWithinItsEntry() throws IOException {
        TorchFiles.write(
                folder,
                TorchFiles.oneTensor("FloatStorage", 6, 1, TWO_BY_THREE, ROW_MAJOR),
                new byte[24]);
        assertRefused("tensor a reach beyond its data");
        TorchFiles.write(
                folder,
                TorchFiles.oneTensor("FloatStorage", 7, 1, TWO_BY_THREE, ROW_MAJOR),
                new byte[24]);
        assertRefused("tensor a reach beyond its data");
        int huge = Integer.MAX_VALUE;
        TorchFiles.write(
                folder,
                TorchFiles.oneTensor(
                        "FloatStorage",
                        6,
                        0,
                        new int[] {huge, huge, huge},
                        new int[] {huge, huge, 1}),
                new byte[24]);
        assertRefused("impossible shape");
    }

    @Test
    void theLegacyFormatIsNamed() throws IOException {
        Files.write(
                folder.resolve("pytorch_model.bin"),
                new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 108, -4, -100, 70});
        assertRefused("legacy format from before version 1.6");
    }

    @Test
    void aTruncatedArchiveIsToldInOneSentence() throws IOException {
        byte[] whole =
                Files.readAllBytes(Checkpoints.golden("opt-preln").resolve("pytorch_model.bin"));
        for (int length : new int[] {0, 1, 4, 1000, whole.length / 2, whole.length - 30}) {
            Files.write(folder.resolve("pytorch_model.bin"), Arrays.copyOf(whole, length));
            assertRefused("truncated");
        }
    }

    @Test
    void anArchiveThatPytorchDoesNotWriteIsRefused() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("data/0", new byte[24]);
        TorchFiles.write(folder, entries, ZipArchiveEntry.STORED, Zip64Mode.AsNeeded);
        assertRefused("without data.pkl");
        entries.put(
                "data.pkl", TorchFiles.oneTensor("FloatStorage", 6, 0, TWO_BY_THREE, ROW_MAJOR));
        TorchFiles.write(folder, entries, ZipArchiveEntry.DEFLATED, Zip64Mode.AsNeeded);
        assertRefused("compressed or encrypted");
        entries.put("byteorder", "big".getBytes());
        TorchFiles.write(folder, entries, ZipArchiveEntry.STORED, Zip64Mode.AsNeeded);
        assertRefused("big-endian");
        entries.remove("byteorder");
        entries.remove("data/0");
        TorchFiles.write(folder, entries, ZipArchiveEntry.STORED, Zip64Mode.AsNeeded);
        assertRefused("lacks the data of tensor a");
    }

    @Test
    void aGitLfsPointerIsNamed() throws IOException {
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
        Files.writeString(folder.resolve("pytorch_model.bin"), pointer);
        assertRefused("Git LFS pointer");
        Files.writeString(folder.resolve("model.safetensors"), pointer);
        assertRefused("Git LFS pointer");
    }

    private static void assertEqualsGolden(Path folder) {
        try (WeightSource actual = WeightSource.open(folder);
                WeightSource expected = WeightSource.open(Checkpoints.golden("opt-preln"))) {
            // The PyTorch file names the tied head too; safetensors leaves it out.
            assertThat(actual.names()).containsAll(expected.names());
            for (String name : expected.names()) {
                assertThat(actual.info(name).shape()).isEqualTo(expected.info(name).shape());
                assertThat(actual.info(name).type()).isEqualTo(expected.info(name).type());
                assertThat(actual.data(name)).isEqualTo(expected.data(name));
            }
            assertThat(actual.data("lm_head.weight"))
                    .isEqualTo(expected.data("model.decoder.embed_tokens.weight"));
        }
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String complaint) {
        return assertThatThrownBy(() -> WeightSource.open(folder).close())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(complaint);
    }
}
