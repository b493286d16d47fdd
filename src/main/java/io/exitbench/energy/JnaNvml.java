package io.exitbench.energy;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * NVML through JNA. The library is initialised once and stays so until the process ends: NVML
 * counts its users, and nothing is held on the card.
 */
final class JnaNvml implements Nvml {
    private static final double MILLI = 1e-3;
    private static final int TEXT = 96;
    private static final int UNSUPPORTED = -1;

    /** {@code NVML_FI_DEV_POWER_INSTANT}. */
    private static final int POWER_INSTANT = 186;

    /** {@code nvmlFieldValue_t}: id, scope, timestamp, latency, type, return code, value. */
    private static final int FIELD_BYTES = 40;

    private static final int FIELD_RETURN = 28;
    private static final int FIELD_VALUE = 32;

    /** {@code nvmlProcessInfo_t}: pid, memory, two instance ids. */
    private static final int PROCESS_BYTES = 24;

    private static final int MOST_PROCESSES = 256;
    private static final int CLOCK_SM = 1;
    private static final int CLOCK_MEMORY = 2;

    private final NvmlLibrary library;
    private final List<Pointer> handles;

    private JnaNvml(NvmlLibrary library, List<Pointer> handles) {
        this.library = library;
        this.handles = handles;
    }

    /**
     * Loads and initialises the library.
     *
     * @return NVML, or empty if there is no NVIDIA driver or it does not answer
     */
    static Optional<Nvml> load() {
        try {
            NvmlLibrary library = Native.load(NvmlLibrary.FILE, NvmlLibrary.class);
            IntByReference count = new IntByReference();
            if (library.nvmlInit_v2() != NvmlLibrary.SUCCESS
                    || library.nvmlDeviceGetCount_v2(count) != NvmlLibrary.SUCCESS) {
                return Optional.empty();
            }
            List<Pointer> handles = new ArrayList<>();
            for (int i = 0; i < count.getValue(); i++) {
                PointerByReference handle = new PointerByReference();
                if (library.nvmlDeviceGetHandleByIndex_v2(i, handle) != NvmlLibrary.SUCCESS) {
                    return Optional.empty();
                }
                handles.add(handle.getValue());
            }
            return Optional.of(new JnaNvml(library, handles));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    /** An older driver lacks newer functions. */
    private static boolean succeeds(IntSupplier call) {
        int code;
        try {
            code = call.getAsInt();
        } catch (UnsatisfiedLinkError e) {
            code = UNSUPPORTED;
        }
        return code == NvmlLibrary.SUCCESS;
    }

    @Override
    public int devices() {
        return handles.size();
    }

    @Override
    public String name(int device) {
        byte[] text = new byte[TEXT];
        return succeeds(() -> library.nvmlDeviceGetName(handles.get(device), text, TEXT))
                ? Native.toString(text)
                : "of unknown name";
    }

    @Override
    public String uuid(int device) {
        return uuid(handles.get(device));
    }

    private String uuid(Pointer handle) {
        byte[] text = new byte[TEXT];
        return succeeds(() -> library.nvmlDeviceGetUUID(handle, text, TEXT))
                ? Native.toString(text)
                : "";
    }

    @Override
    public OptionalInt cardOf(String instance) {
        PointerByReference part = new PointerByReference();
        PointerByReference card = new PointerByReference();
        boolean found =
                succeeds(() -> library.nvmlDeviceGetHandleByUUID(instance, part))
                        && succeeds(
                                () ->
                                        library.nvmlDeviceGetDeviceHandleFromMigDeviceHandle(
                                                part.getValue(), card));
        if (!found) {
            return OptionalInt.empty();
        }
        String id = uuid(card.getValue());
        return IntStream.range(0, devices())
                .filter(device -> !id.isEmpty() && uuid(device).equals(id))
                .findFirst();
    }

    @Override
    public OptionalLong energyMillijoules(int device) {
        LongByReference value = new LongByReference();
        return succeeds(
                        () ->
                                library.nvmlDeviceGetTotalEnergyConsumption(
                                        handles.get(device), value))
                ? OptionalLong.of(value.getValue())
                : OptionalLong.empty();
    }

    @Override
    public OptionalDouble watts(int device) {
        OptionalDouble instant = instantWatts(device);
        if (instant.isPresent()) {
            return instant;
        }
        IntByReference value = new IntByReference();
        return succeeds(() -> library.nvmlDeviceGetPowerUsage(handles.get(device), value))
                ? OptionalDouble.of(value.getValue() * MILLI)
                : OptionalDouble.empty();
    }

    private OptionalDouble instantWatts(int device) {
        try (Memory field = new Memory(FIELD_BYTES)) {
            field.clear();
            field.setInt(0, POWER_INSTANT);
            return succeeds(() -> library.nvmlDeviceGetFieldValues(handles.get(device), 1, field))
                            && field.getInt(FIELD_RETURN) == NvmlLibrary.SUCCESS
                    ? OptionalDouble.of(field.getInt(FIELD_VALUE) * MILLI)
                    : OptionalDouble.empty();
        }
    }

    @Override
    public OptionalInt clockMhz(int device) {
        return clock(device, CLOCK_SM);
    }

    @Override
    public OptionalInt memoryClockMhz(int device) {
        return clock(device, CLOCK_MEMORY);
    }

    private OptionalInt clock(int device, int type) {
        IntByReference value = new IntByReference();
        return succeeds(() -> library.nvmlDeviceGetClockInfo(handles.get(device), type, value))
                ? OptionalInt.of(value.getValue())
                : OptionalInt.empty();
    }

    @Override
    public OptionalInt celsius(int device) {
        IntByReference value = new IntByReference();
        return succeeds(() -> library.nvmlDeviceGetTemperature(handles.get(device), 0, value))
                ? OptionalInt.of(value.getValue())
                : OptionalInt.empty();
    }

    @Override
    public OptionalDouble limitWatts(int device) {
        IntByReference value = new IntByReference();
        return succeeds(() -> library.nvmlDeviceGetEnforcedPowerLimit(handles.get(device), value))
                ? OptionalDouble.of(value.getValue() * MILLI)
                : OptionalDouble.empty();
    }

    @Override
    public OptionalInt processes(int device) {
        IntByReference count = new IntByReference(MOST_PROCESSES);
        try (Memory processes = new Memory((long) MOST_PROCESSES * PROCESS_BYTES)) {
            return succeeds(
                            () ->
                                    library.nvmlDeviceGetComputeRunningProcesses_v3(
                                            handles.get(device), count, processes))
                    ? OptionalInt.of(count.getValue())
                    : OptionalInt.empty();
        }
    }

    @Override
    public boolean split(int device) {
        IntByReference current = new IntByReference();
        IntByReference pending = new IntByReference();
        return succeeds(() -> library.nvmlDeviceGetMigMode(handles.get(device), current, pending))
                && current.getValue() == 1;
    }
}
