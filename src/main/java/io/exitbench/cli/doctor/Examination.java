package io.exitbench.cli.doctor;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.EmbeddedCorpora;
import io.exitbench.dataset.Language;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.EmbeddedCheckpoints;
import io.exitbench.result.picture.Drawing;
import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import io.exitbench.settings.WritableFolder;
import io.exitbench.suite.prepare.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Looks at a machine. Nothing is downloaded, and nothing but a probe file is written. */
public final class Examination {
    private static final double GIB = 1L << 30;
    private static final double ENOUGH_DISK = 2;
    private static final double ENOUGH_HEAP = 1;

    private final Settings settings;

    /**
     * @param settings that a suite would have
     */
    public Examination(Settings settings) {
        this.settings = settings;
    }

    /**
     * @return a finding for each thing that matters, those that all others need first
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(memory());
        findings.add(folder("cache", Setting.CACHE));
        findings.add(folder("results", Setting.OUTPUT));
        findings.addAll(pytorch());
        findings.add(meter("CPU energy", false));
        findings.add(agents());
        findings.add(pictures());
        findings.add(models());
        for (Language language : Language.values()) {
            findings.add(official(language));
            findings.add(embedded(language));
        }
        findings.add(commit());
        return findings;
    }

    private static Finding java() {
        return Finding.ok("Java", Runtime.version() + " at " + System.getProperty("java.home"));
    }

    private static Finding memory() {
        double heap = Runtime.getRuntime().maxMemory() / GIB;
        String found =
                String.format(
                        Locale.ROOT,
                        "%.1f GiB for Java, %d cores, %s",
                        heap,
                        Runtime.getRuntime().availableProcessors(),
                        Provenance.cpuName());
        return heap < ENOUGH_HEAP
                ? Finding.limited("memory", found, "Give Java more: EXITBENCH_OPTS=-Xmx2g.")
                : Finding.ok("memory", found);
    }

    private Finding folder(String thing, Setting setting) {
        try {
            Path folder = setting == Setting.CACHE ? settings.cache() : settings.path(setting);
            Path there = folder.toAbsolutePath().normalize();
            // Whether it could be made is told without making it.
            Path present = there;
            while (!Files.exists(present, LinkOption.NOFOLLOW_LINKS)
                    && present.getParent() != null) {
                present = present.getParent();
            }
            WritableFolder.require(setting.key(), present);
            double free = Files.getFileStore(present).getUsableSpace() / GIB;
            String found = String.format(Locale.ROOT, "%s, %.1f GiB free", there, free);
            return free < ENOUGH_DISK
                    ? Finding.limited(
                            thing,
                            found,
                            "Free " + ENOUGH_DISK + " GiB, or set " + setting.key() + ".")
                    : Finding.ok(thing, found);
        } catch (ExitBenchException | IOException e) {
            return Finding.missing(
                    thing, e.getMessage(), "Set " + setting.key() + " to a folder of yours.");
        }
    }

    /** To look for a GPU is to load PyTorch. */
    private List<Finding> pytorch() {
        try {
            settings.cache();
            DecoderOptions options = DecoderOptions.choose("auto", "auto", 1, DecoderOptions.AUTO);
            boolean gpu = options.device().isGpu();
            Finding library =
                    Finding.ok("PyTorch", String.valueOf(Provenance.versions().get("pytorch")));
            return gpu
                    ? List.of(
                            library,
                            Finding.ok("GPU", options.device() + ", " + options.type()),
                            meter("GPU energy", true))
                    : List.of(library, noGpu());
        } catch (RuntimeException | LinkageError e) {
            return List.of(
                    Finding.missing(
                            "PyTorch",
                            String.valueOf(e.getMessage()),
                            "It comes for x86-64 Linux; put a build for this machine in a folder and"
                                    + " name that in PYTORCH_LIBRARY_PATH (docs/models.md)."));
        }
    }

    private static Finding noGpu() {
        boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version"));
        return driver
                ? Finding.limited(
                        "GPU",
                        "there is a driver, but this build of PyTorch is for CPUs",
                        "Build with mvn package -Dpytorch.gpu (docs/models.md).")
                : Finding.limited(
                        "GPU",
                        "no NVIDIA driver",
                        "Suites run on the CPU; for a GPU install its driver.");
    }

    private Finding meter(String thing, boolean gpu) {
        try {
            EnergyMeter meter =
                    EnergyMeters.detect(gpu, settings.positiveNumber(Setting.CPU_WATTS));
            if (meter.quality() != EnergyQuality.ESTIMATE) {
                return Finding.ok(thing, meter.source());
            }
            String remedy =
                    Files.exists(Path.of("/sys/class/powercap/intel-rapl:0"))
                            ? "Let it be read: chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj"
                                    + " (docs/energy.md)."
                            : "This machine shows no counters; for publication take one that"
                                    + " does, as virtual machines do not.";
            return Finding.limited(thing, meter.source(), remedy);
        } catch (RuntimeException | LinkageError e) {
            return Finding.limited(thing, String.valueOf(e.getMessage()), "See docs/energy.md.");
        }
    }

    private static Finding agents() {
        boolean there =
                Examination.class.getResource(
                                "/org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libnd4jcpu.so")
                        != null;
        return there
                ? Finding.ok("training of agents", "ND4J for the CPU")
                : Finding.limited(
                        "training of agents",
                        "ND4J's library for this machine is not on the class path",
                        "Leave agents out with --strategies, or train them on x86-64 Linux.");
    }

    private static Finding pictures() {
        return Drawing.ofThisJava()
                .obstacle()
                .map(error -> Finding.limited("pictures", error, Drawing.REMEDY))
                .orElseGet(() -> Finding.ok("pictures", "Java can draw text"));
    }

    private static Finding models() {
        List<String> there =
                EmbeddedCheckpoints.NAMES.stream()
                        .filter(
                                name ->
                                        Examination.class.getResource(
                                                        "/checkpoints/" + name + "/config.json")
                                                != null)
                        .toList();
        return there.size() == EmbeddedCheckpoints.NAMES.size()
                ? Finding.ok("models", "embedded: " + String.join(", ", there))
                : Finding.limited(
                        "models",
                        "embedded: " + there,
                        "Take a whole jar of ExitBench, or name a model with --model.");
    }

    private Finding official(Language language) {
        String thing = "official " + language.dataset();
        Path folder = settings.path(Setting.CACHE).resolve("data");
        List<String> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile)
                        .map(file -> folder.relativize(file).toString())
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains(marker(language)))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                return Finding.limited(thing, e.toString(), "Set exitbench.cache elsewhere.");
            }
        }
        return files.isEmpty()
                ? Finding.limited(
                        thing,
                        "not in " + folder,
                        "A suite fetches it once where there is a network; or give a copy with"
                                + " --data (docs/data.md).")
                : Finding.ok(thing, String.join(", ", files));
    }

    private static String marker(Language language) {
        return language == Language.PYTHON ? "py" : "java";
    }

    private static Finding embedded(Language language) {
        String thing = "embedded " + language.name().toLowerCase(Locale.ROOT) + " corpus";
        try {
            return Finding.ok(thing, EmbeddedCorpora.sources(language).size() + " files");
        } catch (ExitBenchException e) {
            return Finding.limited(thing, e.getMessage(), "Or give other data with --data.");
        }
    }

    private static Finding commit() {
        String commit = Provenance.gitCommit();
        return commit.isEmpty()
                ? Finding.limited(
                        "commit",
                        "this is no checkout",
                        "run.json will name the version alone; run in a checkout to name a commit.")
                : Finding.ok(
                        "commit",
                        commit
                                + (Provenance.isDirty().orElse(false)
                                        ? ", with changes that are not in it"
                                        : ""));
    }
}
