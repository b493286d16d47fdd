package io.exitbench.model;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CUDA's driver and run-time compiler for a device that is this processor, so that kernels can be
 * tested where there is no card: the host's C++ compiler compiles them, and the threads of a block
 * take turns. It lasts as long as the process.
 */
final class HostCuda {
    private HostCuda() {}

    /**
     * @return whether this is Linux, whose libraries it makes, there is a compiler, and no driver
     *     that it would hide
     */
    static boolean possible() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        try {
            boolean compiler = run(List.of("g++", "--version"));
            return compiler && !Files.exists(Path.of("/dev/nvidiactl"));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Puts the driver where it is looked for.
     *
     * @param folder for it and what it compiles
     */
    static void install(Path folder) throws IOException {
        for (String name : List.of("host_device.h", "host_kernels.h", "host_driver.cpp")) {
            try (InputStream in = HostCuda.class.getResourceAsStream("cuda/" + name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
        Path driver = folder.resolve("libcuda.so.1");
        boolean compiled =
                run(
                        List.of(
                                "g++",
                                "-std=c++17",
                                "-fPIC",
                                "-shared",
                                "-DHOST_FOLDER=\"" + folder + "\"",
                                "-o",
                                driver.toString(),
                                folder.resolve("host_driver.cpp").toString()));
        if (!compiled) {
            throw new IOException("the driver of the host does not compile");
        }
        // PyTorch would have loaded the compiler.
        Path compiler = folder.resolve("libnvrtc-host.so");
        Files.copy(driver, compiler);
        System.load(compiler.toString());
        NativeLibrary.addSearchPath("libcuda.so.1", folder.toString());
    }

    private static boolean run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
