package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip archive, entries stored uncompressed, of
 * which {@code data.pkl} lists the tensors and {@code data/N} are the bytes of the storages. The
 * tensors are found inside the file, so that they can be mapped in place.
 */
final class PytorchArchive {
    private static final int LARGEST_PICKLE = 64 << 20;
    private static final String PICKLE = "/data.pkl";

    /** Begins the last record of a zip archive, after which only a comment follows. */
    private static final int END_SIGNATURE = 0x06054b50;

    /** The record and the longest comment. */
    private static final int LONGEST_END = 22 + 0xFFFF;

    private final Path file;
    private final long fileSize;
    private final Map<String, ZipArchiveEntry> entries = new HashMap<>();
    private String prefix;

    private PytorchArchive(Path file, long fileSize) {
        this.file = file;
        this.fileSize = fileSize;
    }

    /** The tensors of a file in the order of its state dictionary. */
    static List<TensorInfo> read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            refuseOtherFormats(file);
            requireEnd(file, channel);
            PytorchArchive archive = new PytorchArchive(file, channel.size());
            byte[] pickle;
            try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
                archive.index(zip);
                pickle = archive.pickle(zip);
            } catch (ExitBenchException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                // The zip reader reports some damage as IllegalArgumentException and the like.
                throw new ExitBenchException(
                        file + " is truncated or damaged; fetch the file again.", e);
            }
            List<TensorInfo> tensors = new ArrayList<>();
            TensorUnpickler.read(file, pickle)
                    .forEach((name, tensor) -> tensors.add(archive.locate(name, tensor)));
            return tensors;
        } catch (IOException e) {
            throw WeightFolder.unreadable(e);
        }
    }

    private static void refuseOtherFormats(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(2);
        }
        if (start.length == 2 && start[0] == 'P' && start[1] == 'K') {
            return;
        }
        if (start.length == 2 && start[0] == (byte) 0x80) {
            throw new ExitBenchException(
                    file
                            + " is in PyTorch's legacy format from before version 1.6; load it and save it again with a newer PyTorch, best as safetensors.");
        }
        throw new ExitBenchException(
                file + " is not a PyTorch archive or is truncated; fetch the file again.");
    }

    /** The zip reader looks for the end of a damaged archive byte by byte, each a system call. */
    private static void requireEnd(Path file, FileChannel channel) throws IOException {
        int length = (int) Math.min(channel.size(), LONGEST_END);
        ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        long from = channel.size() - length;
        while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
            // Reads on.
        }
        for (int at = tail.position() - Integer.BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE) {
                return;
            }
        }
        throw new ExitBenchException(file + " is truncated or damaged; fetch the file again.");
    }

    private void index(ZipFile zip) {
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            String name = entry.getName();
            if (entries.putIfAbsent(name, entry) != null) {
                throw damaged("holds %s twice", Printable.of(name));
            }
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                if (prefix != null) {
                    throw damaged("holds more than one data.pkl");
                }
                prefix = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (prefix == null) {
            throw damaged("is a zip archive without data.pkl, not a PyTorch checkpoint");
        }
    }

    private byte[] pickle(ZipFile zip) throws IOException {
        ZipArchiveEntry order = entries.get(prefix + "/byteorder");
        if (order != null) {
            byte[] text = zip.getInputStream(inPlace(order)).readNBytes(16);
            if (!new String(text, StandardCharsets.US_ASCII).equals("little")) {
                throw new ExitBenchException(
                        file
                                + " was saved on a big-endian machine; save it again on a little-endian one.");
            }
        }
        ZipArchiveEntry pickle = inPlace(entries.get(prefix + PICKLE));
        if (pickle.getSize() > LARGEST_PICKLE) {
            throw damaged("has a data.pkl of %d bytes", pickle.getSize());
        }
        try (InputStream in = zip.getInputStream(pickle)) {
            return in.readNBytes(LARGEST_PICKLE);
        }
    }

    /** An entry whose bytes can be used where they lie. */
    private ZipArchiveEntry inPlace(ZipArchiveEntry entry) {
        long begin = entry.getDataOffset();
        long size = entry.getSize();
        if (entry.getMethod() != ZipEntry.STORED
                || entry.getGeneralPurposeBit().usesEncryption()
                || size != entry.getCompressedSize()) {
            throw damaged(
                    "holds %s compressed or encrypted, which PyTorch never does",
                    Printable.of(entry.getName()));
        }
        if (begin < 0 || size < 0 || size > fileSize || begin > fileSize - size) {
            throw damaged("is truncated: %s lies beyond its end", Printable.of(entry.getName()));
        }
        return entry;
    }

    private TensorInfo locate(String name, PickledTensor tensor) {
        PickledTensor.Storage storage = tensor.storage();
        StorageType type = storage.type();
        ZipArchiveEntry entry = entries.get(prefix + "/data/" + storage.key());
        if (entry == null) {
            throw damaged("lacks the data of tensor %s", Printable.of(name));
        }
        long available = inPlace(entry).getSize() / type.bytes();
        TensorInfo shape = new TensorInfo(name, type, tensor.shape(), file, 0);
        if (!tensor.isContiguous()) {
            throw new ExitBenchException(
                    "Tensor %s in %s is not contiguous; save the checkpoint again with tensor.contiguous(), best as safetensors."
                            .formatted(Printable.of(name), file));
        }
        if (storage.elements() > available
                || tensor.offset() > storage.elements()
                || shape.elements() > storage.elements() - tensor.offset()) {
            throw damaged("has tensor %s reach beyond its data", Printable.of(name));
        }
        long offset = entry.getDataOffset() + tensor.offset() * type.bytes();
        return new TensorInfo(name, type, tensor.shape(), file, offset);
    }

    private ExitBenchException damaged(String what, Object... arguments) {
        return new ExitBenchException(
                file + " " + what.formatted(arguments) + "; fetch the file again.");
    }
}
