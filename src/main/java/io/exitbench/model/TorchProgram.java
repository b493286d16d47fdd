package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module without weights, compiled from source. PyTorch loads such modules from an
 * archive of sources and a pickled object; both are written here in memory.
 *
 * <p>Why TorchScript and not one DJL operation after another: a decoder layer is some twenty
 * operations, and crossing from Java for each costs more than a small model's arithmetic.
 */
final class TorchProgram implements AutoCloseable {
    /** The first that knows both kinds of GELU. */
    private static final String FORMAT_VERSION = "10\n";

    private final NDManager manager;
    private final PtSymbolBlock module;

    /**
     * Compiles a module.
     *
     * @param parent whose device the module uses and with which it ends
     * @param source one class named {@code Decoder}, in TorchScript's serialised dialect
     */
    TorchProgram(NDManager parent, String source) {
        this(parent, source, List.of());
    }

    /**
     * Compiles a module.
     *
     * @param parent whose device the module uses and with which it ends
     * @param source one class named {@code Decoder}, in TorchScript's serialised dialect
     * @param dictionaries attributes of the class that are empty dictionaries at first
     */
    TorchProgram(NDManager parent, String source, List<String> dictionaries) {
        manager = parent.newSubManager();
        byte[] archive = archive(source, dictionaries);
        try {
            // The optimiser would profile and recompile in the middle of a measurement.
            JniUtils.setGraphExecutorOptimize(false);
            module =
                    JniUtils.loadModule(
                            (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a method without recording gradients.
     *
     * @param method a method of the module
     * @param arguments its arguments; they stay the caller's
     * @return the result, which the caller closes
     */
    IValue call(String method, IValue... arguments) {
        return IValueUtils.runMethod(module, method, arguments);
    }

    /**
     * Runs a method and records gradients where the arguments ask for them.
     *
     * @param owner of the results
     * @param method a method of the module
     * @param arguments its arguments; arrays with one name that ends in {@code []} are one list
     * @return the results
     */
    NDList record(NDManager owner, String method, NDList arguments) {
        // DJL takes the method from the name of an argument and the owner from the first one.
        NDArray choice = owner.zeros(new Shape(1));
        choice.setName("module_method:" + method);
        NDList all = new NDList(choice);
        all.addAll(arguments);
        return IValueUtils.forward(module, all, true);
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }

    private static byte[] archive(String source, List<String> dictionaries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", pickledModule(dictionaries));
            store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2 of an object of class {@code Decoder} with {@code training = False}. */
    private static byte[] pickledModule(List<String> dictionaries) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nDecoder\n)".getBytes(StandardCharsets.US_ASCII));
        pickle.write(0x81);
        pickle.write("}(".getBytes(StandardCharsets.US_ASCII));
        pickle.write(text("training"));
        pickle.write(0x89);
        for (String name : dictionaries) {
            pickle.write(text(name));
            pickle.write('}');
        }
        pickle.write("ub.".getBytes(StandardCharsets.US_ASCII));
        return pickle.toByteArray();
    }

    private static byte[] text(String name) {
        return ByteBuffer.allocate(1 + Integer.BYTES + name.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'X')
                .putInt(name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** Stored, not deflated: PyTorch maps records in place. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("decoder/" + name);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
