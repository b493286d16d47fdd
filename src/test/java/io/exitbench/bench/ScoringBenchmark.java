package io.exitbench.bench;

import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.EmbeddedCorpora;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.LineSamples;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.metric.MetricSet;
import io.exitbench.metric.ScoreTable;
import io.exitbench.metric.ScoredPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long scoring takes: line completions of both embedded corpora, damaged as a model would,
 * under all metrics and without CodeBLEU. Nothing is warmed up. The limits for 10,000 completions
 * on two cores are 60 s with CodeBLEU and 5 s without. Run it with
 *
 * <pre>
 * mvn -q test-compile
 * java -Xmx1g -cp target/test-classes:target/classes:$(cat target/cp.txt) \
 *     io.exitbench.bench.ScoringBenchmark 10000 2
 * </pre>
 */
public final class ScoringBenchmark {
    private static final long SEED = 420;
    private static final double EXACT = 0.3;
    private static final double WRONG_TOKEN = 0.15;

    private ScoringBenchmark() {}

    /**
     * @param arguments completions and threads
     * @throws IOException where the operating system does not tell a process its memory
     */
    public static void main(String[] arguments) throws IOException {
        int completions = Integer.parseInt(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        System.out.println("language,metrics,completions,threads,seconds,resident_mib,code_bleu");
        for (Language language : Language.values()) {
            List<ScoredPair> pairs = pairs(language, completions);
            print(language, "without CodeBLEU", MetricSet.ofText(), pairs, threads);
            print(language, "all", MetricSet.ofCode(language), pairs, threads);
        }
    }

    private static void print(
            Language language, String name, MetricSet metrics, List<ScoredPair> pairs, int threads)
            throws IOException {
        long begin = System.nanoTime();
        ScoreTable table = metrics.score(pairs, threads);
        double seconds = (System.nanoTime() - begin) / 1e9;
        boolean all = metrics.metrics().stream().anyMatch(m -> m.name().equals("code_bleu"));
        System.out.printf(
                Locale.ROOT,
                "%s,%s,%d,%d,%.2f,%d,%s%n",
                language,
                name,
                pairs.size(),
                threads,
                seconds,
                residentMebibytes(),
                all ? table.corpus("code_bleu") + " " + table.parts("code_bleu") : "");
    }

    private static List<ScoredPair> pairs(Language language, int count) {
        List<CompletionSample> samples =
                LineSamples.draw(
                        EmbeddedCorpora.read(language, Literals.fromVocabulary(List.of())),
                        Split.EVALUATION,
                        count,
                        SEED);
        Random random = new Random(SEED);
        List<ScoredPair> pairs = new ArrayList<>();
        for (CompletionSample sample : samples) {
            String other = samples.get(random.nextInt(samples.size())).reference();
            String prediction =
                    random.nextDouble() < EXACT
                            ? sample.reference()
                            : damaged(sample.reference(), other, random);
            pairs.add(new ScoredPair(prediction, sample.reference()));
        }
        return pairs;
    }

    /** Some tokens are those of another line. */
    private static String damaged(String line, String other, Random random) {
        String[] tokens = line.split(" ");
        String[] others = other.split(" ");
        for (int i = 0; i < tokens.length; i++) {
            if (random.nextDouble() < WRONG_TOKEN) {
                tokens[i] = others[random.nextInt(others.length)];
            }
        }
        return String.join(" ", tokens);
    }

    private static long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
