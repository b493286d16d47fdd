package io.exitbench.energy;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** The functions of {@code libnvidia-ml.so.1} that are used, with NVIDIA's names and layouts. */
interface NvmlLibrary extends Library {
    /** The name that every driver installs. */
    String FILE = "libnvidia-ml.so.1";

    /** Return code of success. */
    int SUCCESS = 0;

    int nvmlInit_v2();

    int nvmlDeviceGetCount_v2(IntByReference count);

    int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

    int nvmlDeviceGetHandleByUUID(String uuid, PointerByReference device);

    int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(Pointer instance, PointerByReference device);

    int nvmlDeviceGetName(Pointer device, byte[] name, int length);

    int nvmlDeviceGetUUID(Pointer device, byte[] uuid, int length);

    int nvmlDeviceGetTotalEnergyConsumption(Pointer device, LongByReference millijoules);

    int nvmlDeviceGetPowerUsage(Pointer device, IntByReference milliwatts);

    int nvmlDeviceGetFieldValues(Pointer device, int count, Pointer values);

    int nvmlDeviceGetClockInfo(Pointer device, int type, IntByReference megahertz);

    int nvmlDeviceGetTemperature(Pointer device, int sensor, IntByReference celsius);

    int nvmlDeviceGetEnforcedPowerLimit(Pointer device, IntByReference milliwatts);

    int nvmlDeviceGetComputeRunningProcesses_v3(
            Pointer device, IntByReference count, Pointer processes);

    int nvmlDeviceGetMigMode(Pointer device, IntByReference current, IntByReference pending);
}
