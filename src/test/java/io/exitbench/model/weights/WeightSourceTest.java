package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightSourceTest {
    private static final String EMBEDDING = "model.decoder.embed_tokens.weight";

    @TempDir Path folder;

    @Test
    void aMappedTensorIsTheBytesOfTheFile() throws IOException {
        Path golden = Checkpoints.golden("opt-preln");
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(golden.resolve("model.safetensors")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        int dataStart = 8 + (int) file.getLong(0);
        try (WeightSource source = WeightSource.open(golden)) {
            // Range and shape as the header of the golden file, read by eye, says.
            ByteBuffer data = source.data(EMBEDDING);
            assertThat(source.info(EMBEDDING).dimensions()).containsExactly(160, 48);
            assertThat(data).isEqualTo(file.slice(dataStart + 12672, 43392 - 12672));
            assertThat(data.isDirect() && data.isReadOnly()).isTrue();
            assertThat(data.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(source.data(EMBEDDING, 100, 12))
                    .isEqualTo(file.slice(dataStart + 12772, 12));
            assertThat(source.totalBytes()).isEqualTo(file.limit() - dataStart);
        }
    }

    @Test
    void copiedBytesAndFloatsEqualTheMappedOnes() {
        try (WeightSource source = WeightSource.open(Checkpoints.golden("opt-preln"))) {
            ByteBuffer copy = ByteBuffer.allocate(40);
            source.read(EMBEDDING, 8, copy);
            assertThat(copy.flip()).isEqualTo(source.data(EMBEDDING, 8, 40));
            FloatBuffer floats = FloatBuffer.allocate(160 * 48 - 3);
            source.readFloats(EMBEDDING, 3, floats);
            assertThat(floats.flip())
                    .isEqualTo(
                            source.data(EMBEDDING)
                                    .position(12)
                                    .slice()
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .asFloatBuffer());
        }
    }

    @Test
    void aRangeOutsideTheTensorIsRefused() {
        try (WeightSource source = WeightSource.open(Checkpoints.golden("opt-preln"))) {
            long bytes = source.info(EMBEDDING).bytes();
            assertThatThrownBy(() -> source.data(EMBEDDING, bytes - 3, 4))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> source.data(EMBEDDING, -1, 4))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> source.read(EMBEDDING, Long.MAX_VALUE, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void anUnknownTensorIsNamed() {
        try (WeightSource source = WeightSource.open(Checkpoints.golden("opt-preln"))) {
            assertThatThrownBy(() -> source.data("lm_head.wight"))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("lm_head.wight");
        }
    }

    @Test
    void aFolderWithoutWeightsSaysWhatToPutThere() {
        assertThatThrownBy(() -> WeightSource.open(folder))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("put model.safetensors or pytorch_model.bin");
    }

    @Test
    void shardsAreReadAsOneCheckpoint() throws Exception {
        shard("one.safetensors", "a", 1f);
        shard("two.safetensors", "b", 2f);
        index("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}");
        try (WeightSource source = WeightSource.open(folder)) {
            assertThat(source.names()).containsExactly("a", "b");
            assertThat(source.data("b").getFloat(0)).isEqualTo(2f);
            assertThat(source.fileDigests()).containsOnlyKeys("one.safetensors", "two.safetensors");
            String listing =
                    "%s  one.safetensors\n%s  two.safetensors\n"
                            .formatted(sha256("one.safetensors"), sha256("two.safetensors"));
            assertThat(source.digest()).isEqualTo(sha256(listing.getBytes()));
        }
    }

    @Test
    void aBrokenIndexIsToldInOneSentence() throws IOException {
        shard("one.safetensors", "a", 1f);
        shard("two.safetensors", "a", 1f);
        assertIndexRefused("{\"a\":\"gone.safetensors\"}", "is not there");
        assertIndexRefused("{\"a\":\"../one.safetensors\"}", "not a plain file name");
        assertIndexRefused("{\"a\":\"/etc/passwd\"}", "not a plain file name");
        assertIndexRefused("{\"a\":{}}", "has no weight_map");
        assertIndexRefused("{}", "has no weight_map");
        assertIndexRefused("[", "has no weight_map");
        shard("two.safetensors", "b", 1f);
        assertIndexRefused(
                "{\"a\":\"two.safetensors\",\"b\":\"one.safetensors\"}", "has no tensor");
    }

    /** Such as a tied head, or buffers that older versions stored. */
    @Test
    void whatAnIndexNamesAndNoShardHoldsIsNoTensor() throws IOException {
        shard("one.safetensors", "a", 1f);
        index("{\"a\":\"one.safetensors\",\"lm_head.weight\":\"one.safetensors\"}");
        try (WeightSource source = WeightSource.open(folder)) {
            assertThat(source.names()).containsExactly("a");
            assertThatThrownBy(() -> source.info("lm_head.weight"))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("no tensor lm_head.weight");
        }
    }

    @Test
    void aTensorInTwoShardsIsRefused() throws IOException {
        Path first = Files.createDirectories(folder.resolve("x"));
        Checkpoints.safetensors(first, two("a", "b"), 2);
        Checkpoints.safetensors(folder, two("b", "c"), 2);
        Files.move(first.resolve("model.safetensors"), folder.resolve("one.safetensors"));
        Files.move(folder.resolve("model.safetensors"), folder.resolve("two.safetensors"));
        assertIndexRefused(
                "{\"a\":\"one.safetensors\",\"c\":\"two.safetensors\"}", "Tensor b is in both");
    }

    @Test
    void theDigestOfASingleFileIsItsSha256AndFollowsChanges() throws Exception {
        shard("model.safetensors", "a", 1f);
        FileDigests digests = new FileDigests();
        String before;
        try (WeightSource source = WeightSource.open(folder, digests)) {
            before = source.digest();
            assertThat(before).isEqualTo(sha256("model.safetensors"));
        }
        Checkpoints.safetensors(folder, two("a", "b"), 2);
        try (WeightSource source = WeightSource.open(folder, digests)) {
            assertThat(source.digest()).isEqualTo(sha256("model.safetensors")).isNotEqualTo(before);
        }
    }

    private static String two(String first, String second) {
        return "{\"%s\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]},\"%s\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[1,2]}}"
                .formatted(first, second);
    }

    private void shard(String file, String tensor, float value) {
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(
                        folder.resolve(file),
                        List.of(
                                new SafetensorsWriter.Tensor(
                                        tensor, StorageType.F32, List.of(1L))))) {
            writer.append(tensor, FloatBuffer.wrap(new float[] {value}));
            writer.commit();
        }
    }

    private void index(String weightMap) throws IOException {
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"metadata\":{},\"weight_map\":" + weightMap + "}");
    }

    private void assertIndexRefused(String weightMap, String complaint) throws IOException {
        index(weightMap);
        assertThatThrownBy(() -> WeightSource.open(folder))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(complaint);
    }

    private String sha256(String file) throws Exception {
        return sha256(Files.readAllBytes(folder.resolve(file)));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
