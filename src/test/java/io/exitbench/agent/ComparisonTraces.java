package io.exitbench.agent;

import io.exitbench.agent.trace.TextTraceRecorder;
import io.exitbench.agent.trace.Trace;
import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.agent.trace.TraceText;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Teacher-forced traces, with every exit's whole head, to compare rules on. */
record ComparisonTraces(
        DecoderModel model, CodeTokenizer tokenizer, Language language, List<Integer> layers) {
    static final int LENGTH = 160;
    private static final int CONTEXT = 32;

    static Path cache() {
        return Path.of(System.getProperty("exitbench.cache"));
    }

    /** How models are loaded to compare rules: {@code -Ddevice} and {@code -Dthreads} say where. */
    static DecoderOptions options() {
        return DecoderOptions.choose(
                System.getProperty("device", "cpu"),
                "float32",
                LENGTH,
                Integer.getInteger("threads", 2));
    }

    /**
     * Reads texts of a split.
     *
     * @param split of the files
     * @param data each {@code embedded:600} or {@code FOLDER:500}, with the most texts of it
     * @return the trace; files are named by the data and, where it is known, their project
     */
    Trace read(Split split, String... data) {
        TraceHeader header =
                new TraceHeader(
                        System.getProperty("model.key", "model"),
                        String.join(",", data) + split + model.candidates(),
                        layers.get(layers.size() - 1),
                        model.config().stateSize(true),
                        layers,
                        true,
                        "comparison");
        int end = last("a <EOL>");
        int other = last("a ;");
        return new TextTraceRecorder(
                        model,
                        header,
                        new CompletionLimit(LENGTH, id -> id == end || id == other),
                        true)
                .record(
                        cache().resolve("comparison"),
                        () -> {
                            List<TraceText> all = new ArrayList<>();
                            for (String one : data) {
                                int colon = one.lastIndexOf(':');
                                int texts = Integer.parseInt(one.substring(colon + 1));
                                all.addAll(cut(one.substring(0, colon), split, texts));
                            }
                            return all;
                        });
    }

    private int last(String text) {
        int[] ids = tokenizer.encode(text);
        return ids[ids.length - 1];
    }

    private List<TraceText> cut(String data, Split split, int texts) {
        TokenFiles files =
                new DatasetLocator(cache())
                        .find(
                                language,
                                DataChoice.files(data),
                                Literals.fromVocabulary(tokenizer.tokens()))
                        .files();
        ProjectsOfLines projects = new ProjectsOfLines(data, split);
        List<TraceText> all = new ArrayList<>();
        for (TokenizedFile file : files.files(split)) {
            int[] ids = tokenizer.encode(file.line());
            for (int from = 0; from + CONTEXT + 1 < ids.length; from += LENGTH) {
                int to = Math.min(ids.length, from + LENGTH);
                if (to - from > CONTEXT + 1) {
                    all.add(
                            new TraceText(
                                    data + "/" + projects.named(file.path()),
                                    Arrays.copyOfRange(ids, from, to),
                                    CONTEXT));
                }
            }
        }
        int count = Math.min(texts, all.size());
        return IntStream.range(0, count)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
                .toList();
    }

    /** The LM head's rows of what exits predict. */
    Map<Integer, float[]> rows(Trace... traces) {
        TreeSet<Integer> tokens = new TreeSet<>();
        for (Trace one : traces) {
            for (long token = 0; token < one.tokens(); token++) {
                for (int exit = 0; exit < layers.size() - 1; exit++) {
                    tokens.add(one.amongCandidates(token, exit).argmax());
                }
            }
        }
        int[] wanted = tokens.stream().mapToInt(Integer::intValue).toArray();
        float[][] rows = model.head().rows(wanted);
        Map<Integer, float[]> byToken = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            byToken.put(wanted[i], rows[i]);
        }
        return byToken;
    }
}
