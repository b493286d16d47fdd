package io.exitbench.bench;

import io.exitbench.bench.LosslessModes.Mode;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.LosslessDecoder;
import io.exitbench.decode.Prefill;
import io.exitbench.decode.ReplayedDrafts;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Takes every mode over the same tokens and tells what one of them cost. */
final class LosslessCourse {
    private static final int WARM_UP = 5;

    /**
     * A text to go through.
     *
     * @param prompt token ids
     * @param tokens what the model itself writes after it
     * @param replay acceptance of another model, or null where the model's own counts
     */
    record Played(int[] prompt, int[] tokens, CaseReplay replay) {}

    /** Drafts that were made, drafts that were kept, and goes to the last layer. */
    private static final class Counts {
        private long made;
        private long kept;
        private long rounds;
    }

    /** What a window was filled with. */
    private record Window(long tokens, long goes, double seconds, double joules, Counts counts) {}

    private final DecoderModel model;
    private final ExitLayers exits;
    private final EnergyMeter meter;
    private final List<Played> texts;
    private final boolean graphs;

    /** The text in work, for drafts that are told. */
    private Played now;

    LosslessCourse(
            DecoderModel model,
            ExitLayers exits,
            EnergyMeter meter,
            List<Played> texts,
            boolean ownAcceptance) {
        this.model = model;
        this.exits = exits;
        this.meter = meter;
        this.texts = texts;
        graphs = !ownAcceptance || model.device().isGpu();
    }

    /** A model's own texts. */
    static List<Played> own(RecordedCases cases) {
        return cases.cases().stream().map(c -> new Played(c.prompt(), c.tokens(), null)).toList();
    }

    void print(List<Mode> modes, int repetitions) {
        System.out.println(
                "mode,ms_per_token,speed_up,lowest,highest,j_per_token,j_saved_pct,"
                        + "tokens_per_round,kept_pct,ms_per_round");
        double[][] seconds = new double[modes.size()][repetitions];
        double[] joules = new double[modes.size()];
        Window[] last = new Window[modes.size()];
        double firstTokens = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            firstTokens += firstTokens() / repetitions;
            for (int i = 0; i < modes.size(); i++) {
                Window window = window(modes.get(i));
                seconds[i][repetition] = window.seconds() / window.tokens();
                joules[i] += window.joules() / window.goes() / repetitions;
                last[i] = window;
            }
        }
        long count = texts.stream().mapToLong(text -> text.tokens().length).sum();
        // A go of full depth less its first tokens gives a token; first tokens less that the
        // prompt.
        double token = (joules[0] - firstTokens) / (count - texts.size());
        double prompts = firstTokens - texts.size() * token;
        for (int i = 0; i < modes.size(); i++) {
            row(
                    modes.get(i),
                    seconds[0],
                    seconds[i],
                    (joules[i] - prompts) / count,
                    token,
                    last[i]);
        }
    }

    private static void row(
            Mode mode, double[] full, double[] own, double joules, double fullJoules, Window last) {
        double[] speedUps = new double[own.length];
        Arrays.setAll(speedUps, i -> full[i] / own[i]);
        Arrays.sort(speedUps);
        double mean = Arrays.stream(own).average().orElseThrow();
        Counts counts = last.counts();
        boolean drafts = mode.lossless().isPresent();
        System.out.printf(
                Locale.ROOT,
                "%s,%.3f,%.2f,%.2f,%.2f,%.4f,%.1f,%s,%s,%s%n",
                mode.label(),
                mean * 1e3,
                Arrays.stream(full).average().orElseThrow() / mean,
                speedUps[0],
                speedUps[speedUps.length - 1],
                joules,
                100 - 100 * joules / fullJoules,
                drafts ? cell((double) last.tokens() / counts.rounds) : "",
                drafts ? cell(100.0 * counts.kept / Math.max(1, counts.made)) : "",
                drafts ? cell(1e3 * last.seconds() / counts.rounds) : "");
    }

    /**
     * For a machine that does other things besides: every text is gone through by all modes in
     * turn, and the fastest of some goes counts.
     */
    void printFastest(List<Mode> modes, int repetitions) {
        System.out.println("mode,ms_per_token,speed_up,tokens_per_round,kept_pct");
        List<Counts> counts = modes.stream().map(mode -> new Counts()).toList();
        List<TokenDecoder> decoders = new ArrayList<>();
        double[] seconds = new double[modes.size()];
        try {
            for (int i = 0; i < modes.size(); i++) {
                decoders.add(decoder(modes.get(i), counts.get(i)));
            }
            for (Played text : texts) {
                double[] fastest = new double[modes.size()];
                Arrays.fill(fastest, Double.POSITIVE_INFINITY);
                for (int repetition = 0; repetition < repetitions; repetition++) {
                    for (int i = 0; i < modes.size(); i++) {
                        Completion done = go(decoders.get(i), modes.get(i), text);
                        double own = (done.totalNanos() - done.prefillNanos()) / 1e9;
                        fastest[i] = Math.min(fastest[i], own);
                    }
                }
                Arrays.setAll(seconds, i -> seconds[i] + fastest[i]);
            }
        } finally {
            decoders.forEach(TokenDecoder::close);
        }
        long count = texts.stream().mapToLong(text -> text.tokens().length).sum();
        for (int i = 0; i < modes.size(); i++) {
            Counts own = counts.get(i);
            boolean drafts = modes.get(i).lossless().isPresent();
            System.out.printf(
                    Locale.ROOT,
                    "%s,%.3f,%.2f,%s,%s%n",
                    modes.get(i).label(),
                    seconds[i] * 1e3 / count,
                    seconds[0] / seconds[i],
                    drafts ? cell((double) count * repetitions / own.rounds) : "",
                    drafts ? cell(100.0 * own.kept / Math.max(1, own.made)) : "");
        }
    }

    private static String cell(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** Joules of every text's prompt and first token at full depth. */
    private double firstTokens() {
        CompletionLimit limit = new CompletionLimit(1, token -> false);
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(model, exits, KvPolicy.DEFER, Prefill.FULL)) {
            long goes = 0;
            model.synchronise();
            EnergyMeter.Window window = meter.begin();
            long start = System.nanoTime();
            do {
                for (Played text : texts) {
                    decoder.complete(
                            text.prompt(), limit, seen -> ExitDecision.CONTINUE, sample(text));
                }
                goes++;
            } while (System.nanoTime() - start < meter.shortestWindow().toNanos());
            model.synchronise();
            return window.end().joules().orElse(Double.NaN) / goes;
        }
    }

    private static SampleContext sample(Played text) {
        return SampleContext.blind("bench", text.prompt().length);
    }

    private Window window(Mode mode) {
        Counts counts = new Counts();
        try (TokenDecoder decoder = decoder(mode, counts)) {
            // Graphs are recorded when first used, so each text is gone through before.
            for (Played text : graphs ? texts : texts.subList(0, WARM_UP)) {
                go(decoder, mode, text);
            }
            Counts before = new Counts();
            before.made = counts.made;
            before.kept = counts.kept;
            before.rounds = counts.rounds;
            long tokens = 0;
            long goes = 0;
            long nanos = 0;
            model.synchronise();
            EnergyMeter.Window window = meter.begin();
            long start = System.nanoTime();
            do {
                for (Played text : texts) {
                    Completion done = go(decoder, mode, text);
                    nanos += done.totalNanos() - done.prefillNanos();
                    tokens += done.tokens().length;
                }
                goes++;
            } while (System.nanoTime() - start < meter.shortestWindow().toNanos());
            model.synchronise();
            double joules = window.end().joules().orElse(Double.NaN);
            counts.made -= before.made;
            counts.kept -= before.kept;
            counts.rounds -= before.rounds;
            return new Window(tokens, goes, nanos / 1e9, joules, counts);
        }
    }

    private Completion go(TokenDecoder decoder, Mode mode, Played text) {
        now = text;
        ExitStrategy strategy = mode.strategy().get();
        Completion done =
                decoder.follow(
                        text.prompt(),
                        text.tokens(),
                        text.replay() == null ? strategy : text.replay().told(strategy),
                        sample(text));
        if (mode.lossless().isPresent() && !Arrays.equals(done.tokens(), text.tokens())) {
            System.out.println("# not full depth's tokens: " + mode.label());
        }
        return done;
    }

    private TokenDecoder decoder(Mode mode, Counts counts) {
        if (mode.lossless().isEmpty()) {
            return new EarlyExitDecoder(model, exits, KvPolicy.DEFER, Prefill.FULL);
        }
        Lossless original = mode.lossless().get();
        Lossless counted =
                new Lossless(
                        () -> new Counted(original.length().get(), counts),
                        (text, length) -> guess(mode, original, text, length));
        return texts.get(0).replay() == null
                ? new LosslessDecoder(model, exits, counted)
                : ReplayedDrafts.decoder(
                        model, exits, counted, (index, layer) -> now.replay().draft(index, layer));
    }

    private OptionalInt guess(Mode mode, Lossless original, int[] text, int length) {
        if (mode.given() > 0) {
            int index = length - now.prompt().length;
            return index < now.tokens().length
                    ? OptionalInt.of(now.tokens()[index])
                    : OptionalInt.empty();
        }
        return now.replay() == null
                ? original.guess().next(text, length)
                : now.replay().guess(original.guess()).next(text, length);
    }

    /** A draft length that counts. */
    private static final class Counted implements DraftLength {
        private final DraftLength original;
        private final Counts counts;

        Counted(DraftLength original, Counts counts) {
            this.original = original;
            this.counts = counts;
            // One length more is asked for than is used.
            counts.rounds--;
        }

        @Override
        public int next() {
            counts.rounds++;
            return original.next();
        }

        @Override
        public OptionalInt layer() {
            return original.layer();
        }

        @Override
        public void verified(int drafted, int accepted) {
            counts.made += drafted;
            counts.kept += accepted;
            original.verified(drafted, accepted);
        }
    }
}
