package io.exitbench.suite.prepare;

import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.ProjectCount;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.hygiene.SplitOverlap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a reader must know of the data, in sentences and for {@code run.json}. */
public final class DataReport {
    private static final String OWN_CUTS = "lines of its test files that this suite's seed has cut";

    /** Below so many files a reader is warned. */
    private static final int FEW = 30;

    private final CodeDataset data;
    private final Language language;
    private final Protocol protocol;
    private final int wanted;
    private final List<CompletionSample> samples;
    private final List<SplitOverlap> overlaps;

    /**
     * @param wanted samples that were asked for
     * @param samples those that were drawn
     */
    DataReport(
            CodeDataset data,
            Language language,
            Protocol protocol,
            int wanted,
            List<CompletionSample> samples) {
        this.data = data;
        this.language = language;
        this.protocol = protocol;
        this.wanted = wanted;
        this.samples = samples;
        this.overlaps = data.overlaps();
    }

    /**
     * @return what a reader must know of the data before any number, in sentences
     */
    public List<String> notices() {
        List<String> notices = new ArrayList<>();
        notices.add(what() + data.instead().map(why -> " " + why).orElse(""));
        data.answers()
                .filter(counts -> !counts.areAllGiven())
                .ifPresent(counts -> notices.add(counts.text()));
        data.standIn()
                .ifPresent(
                        name ->
                                notices.add(
                                        "The cases came without files: what was trained or"
                                                + " calibrated has learnt from "
                                                + name
                                                + "."));
        if (samples.size() < wanted) {
            notices.add(
                    "The data give " + samples.size() + " samples of the " + wanted + " wanted.");
        }
        notices.addAll(origins());
        data.fewToCalibrateOn().ifPresent(notices::add);
        for (SplitOverlap overlap : overlaps) {
            if (overlap.exact() + overlap.near() > 0) {
                notices.add(
                        "Of "
                                + overlap.files()
                                + " "
                                + overlap.of().id()
                                + " files, "
                                + overlap.exact()
                                + " equal and "
                                + overlap.near()
                                + " resemble a file of the "
                                + overlap.in().id()
                                + " split.");
            }
        }
        if (data.leftOut() > 0 && !givesCases()) {
            notices.add(
                    data.leftOut()
                            + " evaluation files equal or resemble a file of the train or calibration"
                            + " split, or one that does, and are not drawn from"
                            + " (exitbench.duplicates=keep draws from them).");
        }
        return notices;
    }

    private List<String> origins() {
        List<String> origins = new ArrayList<>();
        List<String> files = sampleFiles();
        data.calibratedOn()
                .ifPresent(
                        paths ->
                                origins.add(
                                        "What is calibrated or learns, thresholds and agents, does"
                                                + " so on "
                                                + files(paths)
                                                + "."));
        if (givesCases()) {
            origins.add(
                    "The "
                            + samples.size()
                            + " samples are official cases, whose files are not known: intervals"
                            + " are drawn over cases.");
            return origins;
        }
        origins.add(
                "The "
                        + samples.size()
                        + " samples are cut from "
                        + files(files)
                        + ": intervals, which are drawn over files, rest on these.");
        if (files.size() < FEW) {
            origins.add(
                    "Fewer than "
                            + FEW
                            + " files are evaluated: another drawing of files may give other"
                            + " results than the intervals say.");
        }
        return origins;
    }

    private List<String> sampleFiles() {
        return samples.stream().map(CompletionSample::file).distinct().toList();
    }

    private String files(List<String> paths) {
        OptionalInt projects = ProjectCount.of(paths, data.origin(), language);
        return paths.size()
                + (paths.size() == 1 ? " file" : " files")
                + (projects.isPresent()
                        ? " of "
                                + projects.getAsInt()
                                + (projects.getAsInt() == 1 ? " project" : " projects")
                        : "");
    }

    private boolean givesCases() {
        return protocol.takesCases() && data.cases().isPresent();
    }

    /** What the data are, which is the first that a reader must know. */
    private String what() {
        String official = language == Language.PYTHON ? "PY150" : "JavaCorpus";
        return switch (data.origin()) {
            case EMBEDDED ->
                    "The data is the embedded corpus "
                            + data.name()
                            + ", not "
                            + official
                            + ": no number here is comparable with published ones.";
            case LOCAL ->
                    "The data is the copy "
                            + data.name()
                            + ", which was not checked to be "
                            + official
                            + ".";
            case OFFICIAL -> "The data is " + official + ", " + protocol() + ".";
        };
    }

    private String protocol() {
        String notCodeXglues = ": no number here is comparable with CodeXGLUE's";
        return switch (protocol) {
            case TOKENS -> "the first 20 % of each file";
            case LINE -> lines();
            case RAW_LINE -> lines() + ", as source text" + notCodeXglues;
            case FILL_IN_MIDDLE ->
                    OWN_CUTS
                            + ", as source text with what stands before and behind them"
                            + notCodeXglues;
        };
    }

    private String lines() {
        if (data.answers().isEmpty()) {
            return OWN_CUTS + ", not the official cases";
        }
        return data.answers().get().recovered() > 0
                ? "line completion, the official cases with recovered answers"
                : "line completion";
    }

    /**
     * @return what {@code run.json} says of the data: origin, digests, protocol, rejected files,
     *     duplicates across splits, sample ids
     */
    public Map<String, Object> provenance() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", data.name());
        json.put("dataset_origin", data.origin().name().toLowerCase(java.util.Locale.ROOT));
        json.put("dataset_digest", data.digest(protocol));
        json.put("evaluation_digest", data.evaluationDigest(protocol));
        json.put("protocol", protocol.id());
        data.instead().ifPresent(why -> json.put("dataset_instead", why));
        data.answers().ifPresent(counts -> json.put("answers", counts.json()));
        data.standIn().ifPresent(name -> json.put("training_stand_in", name));
        data.rejected()
                .ifPresent(
                        count -> {
                            json.put("rejected_files", count);
                            json.put("rejections", data.rejections());
                        });
        json.put("duplicates", overlaps.stream().map(DataReport::row).toList());
        json.put("duplicates_left_out", givesCases() ? 0 : data.leftOut());
        json.put("sample_ids", samples.stream().map(CompletionSample::id).toList());
        if (!givesCases()) {
            json.put("sample_files", (long) sampleFiles().size());
            putProjects(json, "sample_projects", sampleFiles());
        }
        data.calibratedOn()
                .ifPresent(
                        paths -> {
                            json.put("calibration_files", (long) paths.size());
                            putProjects(json, "calibration_projects", paths);
                        });
        return json;
    }

    private void putProjects(Map<String, Object> json, String key, List<String> paths) {
        ProjectCount.of(paths, data.origin(), language)
                .ifPresent(projects -> json.put(key, projects));
    }

    private static Map<String, Object> row(SplitOverlap overlap) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("of", overlap.of().id());
        row.put("in", overlap.in().id());
        row.put("files", overlap.files());
        row.put("exact", overlap.exact());
        row.put("near", overlap.near());
        return row;
    }
}
