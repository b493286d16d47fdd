package io.exitbench.model.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** PyTorch archives and pickles made by hand, right and wrong ones. */
final class TorchFiles {
    private static final String PREFIX = "archive/";

    private TorchFiles() {}

    /** Writes {@code pytorch_model.bin} with this pickle and one storage, {@code data/0}. */
    static Path write(Path folder, byte[] pickle, byte[] storage) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("data.pkl", pickle);
        entries.put("data/0", storage);
        return write(folder, entries, ZipArchiveEntry.STORED, Zip64Mode.AsNeeded);
    }

    static Path write(Path folder, Map<String, byte[]> entries, int method, Zip64Mode zip64)
            throws IOException {
        Path file = folder.resolve("pytorch_model.bin");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setUseZip64(zip64);
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(PREFIX + content.getKey());
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                entry.setMethod(method);
                entry.setCrc(crc.getValue());
                entry.setSize(content.getValue().length);
                zip.putArchiveEntry(entry);
                zip.write(content.getValue());
                zip.closeArchiveEntry();
            }
        }
        return folder;
    }

    /** The {@code data.pkl} that PyTorch itself wrote into the golden archive. */
    static byte[] goldenPickle() throws IOException {
        Path file = Checkpoints.golden("opt-preln").resolve("pytorch_model.bin");
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            return zip.getInputStream(zip.getEntry("pytorch_model/data.pkl")).readAllBytes();
        }
    }

    /** All entries of the golden archive without their common folder. */
    static Map<String, byte[]> goldenEntries() throws IOException {
        Path file = Checkpoints.golden("opt-preln").resolve("pytorch_model.bin");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName().substring("pytorch_model/".length());
                entries.put(name, zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    /** {@code {"a": tensor}} over storage 0, as protocol 2. */
    static byte[] oneTensor(String storage, int elements, int offset, int[] shape, int[] strides) {
        return new Pickle()
                .op("}")
                .text("a")
                .tensor(storage, elements, offset, shape, strides)
                .op("s.")
                .bytes();
    }

    /** Writes pickle instructions. */
    static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle() {
            raw(0x80, 2);
        }

        Pickle raw(int... bytes) {
            for (int b : bytes) {
                out.write(b);
            }
            return this;
        }

        Pickle op(String ascii) {
            out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        Pickle global(String module, String name) {
            return op("c" + module + "\n" + name + "\n");
        }

        Pickle text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op("X").little(utf8.length);
            out.writeBytes(utf8);
            return this;
        }

        Pickle number(int value) {
            return op("J").little(value);
        }

        Pickle numbers(int... values) {
            op("(");
            for (int value : values) {
                number(value);
            }
            return op("t");
        }

        Pickle tensor(String storage, int elements, int offset, int[] shape, int[] strides) {
            return global("torch._utils", "_rebuild_tensor_v2")
                    .op("((")
                    .text("storage")
                    .global("torch", storage)
                    .text("0")
                    .text("cpu")
                    .number(elements)
                    .op("tQ")
                    .number(offset)
                    .numbers(shape)
                    .numbers(strides)
                    .raw(0x89)
                    .global("collections", "OrderedDict")
                    .op(")RtR");
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private Pickle little(int value) {
            return raw(value, value >> 8, value >> 16, value >> 24);
        }
    }
}
