package io.exitbench.bench;

import com.sun.management.ThreadMXBean;
import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.WeightSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Opens damaged weight files. Each must be refused by an {@link ExitBenchException} or turn out to
 * be readable still; anything else that is thrown ends the run and names the case.
 *
 * <p>Run all 10,000 cases of each kind, some minutes, with
 *
 * <pre>
 * mvn -q test-compile
 * java -Xmx256m -cp target/test-classes:target/classes:$(cat target/cp.txt) \
 *     io.exitbench.bench.WeightFuzz 10000 1
 * </pre>
 */
public final class WeightFuzz {
    private static final int READ_LIMIT = 1 << 12;

    /**
     * What became of the cases.
     *
     * @param refused how many ended in the error they should end in
     * @param readable how many were still valid files
     * @param mostAllocated most heap bytes one case allocated
     * @param slowestMillis longest time one case took
     */
    public record Outcome(int refused, int readable, long mostAllocated, long slowestMillis) {}

    private final Path folder;
    private final long seed;
    private final byte[] safetensors;
    private final byte[] archive;
    private final Map<String, byte[]> entries;

    /**
     * @param folder an empty folder to work in
     * @param seed makes the run repeatable
     * @throws IOException when the originals cannot be read
     */
    public WeightFuzz(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.seed = seed;
        Path golden = golden();
        safetensors = Files.readAllBytes(golden.resolve("model.safetensors"));
        archive = Files.readAllBytes(golden.resolve("pytorch_model.bin"));
        entries = entries(golden.resolve("pytorch_model.bin"));
    }

    /**
     * @param arguments number of cases of each kind and seed
     * @throws IOException when the temporary folder fails
     */
    public static void main(String[] arguments) throws IOException {
        int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Path folder = Files.createTempDirectory("weight-fuzz");
        WeightFuzz fuzz = new WeightFuzz(folder, seed);
        System.out.println("safetensors headers: " + fuzz.headers(cases));
        System.out.println("pickles:             " + fuzz.pickles(cases));
        System.out.println("zip archives:        " + fuzz.archives(cases));
        for (String name : new String[] {"model.safetensors", "pytorch_model.bin"}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    /**
     * Damages the header of a safetensors file, in half of the cases with a length that fits.
     *
     * @param cases how many
     * @return what became of them
     */
    public Outcome headers(int cases) {
        Random random = new Random(seed);
        Mutations mutations = new Mutations(random);
        int dataStart =
                8 + (int) ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        byte[] header = Arrays.copyOf(safetensors, dataStart);
        byte[] json = Arrays.copyOfRange(safetensors, 8, dataStart);
        return run(
                "model.safetensors",
                cases,
                () -> {
                    byte[] start;
                    if (random.nextBoolean()) {
                        start = mutations.mutate(header);
                    } else {
                        byte[] damaged = mutations.mutate(json);
                        start =
                                ByteBuffer.allocate(8 + damaged.length)
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .putLong(damaged.length)
                                        .put(damaged)
                                        .array();
                    }
                    return concatenate(start, safetensors, dataStart);
                });
    }

    /**
     * Damages the pickle inside an otherwise sound PyTorch archive.
     *
     * @param cases how many
     * @return what became of them
     */
    public Outcome pickles(int cases) {
        Random random = new Random(seed);
        Mutations mutations = new Mutations(random);
        return run(
                "pytorch_model.bin",
                cases,
                () -> {
                    Map<String, byte[]> damaged = new LinkedHashMap<>(entries);
                    damaged.replaceAll(
                            (name, content) ->
                                    name.endsWith("/data.pkl")
                                            ? mutations.mutate(content)
                                            : content);
                    return zipped(damaged);
                });
    }

    /**
     * Damages a whole PyTorch archive, in half of the cases its central directory.
     *
     * @param cases how many
     * @return what became of them
     */
    public Outcome archives(int cases) {
        Random random = new Random(seed);
        Mutations mutations = new Mutations(random);
        int directory = archive.length - 7000;
        byte[] tail = Arrays.copyOfRange(archive, directory, archive.length);
        return run(
                "pytorch_model.bin",
                cases,
                () -> {
                    if (random.nextBoolean()) {
                        return mutations.mutate(archive);
                    }
                    return concatenate(
                            Arrays.copyOf(archive, directory), mutations.mutate(tail), 0);
                });
    }

    private Outcome run(String file, int cases, Supplier<byte[]> next) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path target = folder.resolve(file);
        int refused = 0;
        int readable = 0;
        long mostAllocated = 0;
        long slowest = 0;
        for (int i = 0; i < cases; i++) {
            write(target, next.get());
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long started = System.nanoTime();
            try {
                readAll();
                readable++;
            } catch (ExitBenchException expected) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new IllegalStateException(
                        "Case %d of %s with seed %d: %s".formatted(i, file, seed, e), e);
            }
            slowest = Math.max(slowest, System.nanoTime() - started);
            mostAllocated =
                    Math.max(mostAllocated, threads.getCurrentThreadAllocatedBytes() - allocated);
        }
        delete(target);
        return new Outcome(refused, readable, mostAllocated, slowest / 1_000_000);
    }

    private void readAll() {
        try (WeightSource source = WeightSource.open(folder)) {
            for (String name : source.names()) {
                int count = (int) Math.min(READ_LIMIT, source.info(name).bytes());
                source.read(name, source.info(name).bytes() - count, ByteBuffer.allocate(count));
            }
        }
    }

    private static byte[] concatenate(byte[] start, byte[] rest, int from) {
        byte[] whole = Arrays.copyOf(start, start.length + rest.length - from);
        System.arraycopy(rest, from, whole, start.length, rest.length - from);
        return whole;
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> entries(Path archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zipped(Map<String, byte[]> entries) {
        try {
            SeekableInMemoryByteChannel memory = new SeekableInMemoryByteChannel();
            try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(memory)) {
                for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                    ZipArchiveEntry entry = new ZipArchiveEntry(content.getKey());
                    CRC32 crc = new CRC32();
                    crc.update(content.getValue());
                    entry.setMethod(ZipArchiveEntry.STORED);
                    entry.setCrc(crc.getValue());
                    entry.setSize(content.getValue().length);
                    zip.putArchiveEntry(entry);
                    zip.write(content.getValue());
                    zip.closeArchiveEntry();
                }
            }
            return Arrays.copyOf(memory.array(), (int) memory.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path golden() {
        try {
            return Path.of(
                    WeightFuzz.class.getResource("/goldens/architectures/opt-preln").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
