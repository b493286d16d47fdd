package io.exitbench.result;

import com.google.gson.JsonObject;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.energy.StageEnergy;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.cost.LoadResult;
import io.exitbench.result.cost.Percentiles;
import io.exitbench.result.cost.RunCosts;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.cost.WorkCounts;
import io.exitbench.result.record.ComparisonPlan;
import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.LatencyRecord;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.StrategyRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * A small suite run made up for tests: full depth, a threshold rule and an oracle over four
 * samples, two of which (the second and the fourth) were measured in two blocks. The rule leaves
 * half of its tokens at layer 4 and gets every second completion wrong.
 */
public final class SuiteRecordsFixture {
    /** The process that measured. */
    public static final String SESSION = "a";

    /** The run that is compared with. */
    public static final RunRecord FULL =
            run("full-depth", "", "propagate", StrategyRole.FULL_DEPTH);

    /** The same before tuning. */
    public static final RunRecord BASE =
            new RunRecord(
                    "base-id",
                    FULL.identity().of("untuned", "m0"),
                    StrategyRole.FULL_DEPTH,
                    true,
                    Optional.of(List.of()));

    /** A threshold rule whose training took 60 J. */
    public static final RunRecord RULE =
            run("entropy", "nats=1", "defer", StrategyRole.THRESHOLD_RULE);

    /** Told the answer. */
    public static final RunRecord ORACLE = run("oracle", "", "defer", StrategyRole.CHEATING);

    /** Its attachment. */
    public static final String LOSSES = "fine-tuning-losses.csv";

    /** Its other attachment. */
    public static final String CURVE = "learning-curve-energy-1a2b.csv";

    /** A layer is a hundred weights and the head a thousand, of two bytes each. */
    private static final WorkCosts COSTS = new WorkCosts(100, 20, 1000, 10, 2);

    private static final int[] FULL_TOKENS = {7, 8};
    private static final long MS = 1_000_000;

    private SuiteRecordsFixture() {}

    private static RunRecord run(
            String strategy, String parameters, String policy, StrategyRole role) {
        RunIdentity identity =
                new RunIdentity(
                        "small",
                        "data",
                        "d1",
                        "model",
                        "m1",
                        12,
                        strategy,
                        parameters,
                        policy,
                        3,
                        "");
        return new RunRecord(
                strategy + "-id",
                identity,
                role,
                false,
                role != StrategyRole.THRESHOLD_RULE
                        ? Optional.empty()
                        : Optional.of(
                                List.of(
                                        new StageEnergy(
                                                "finetune",
                                                OptionalDouble.of(60),
                                                9,
                                                "counter",
                                                EnergyQuality.COUNTER,
                                                1))));
    }

    /** What is planned; {@code meaningful} if its output is worth scoring. */
    public static SuitePlan plan(boolean meaningful) {
        JsonObject provenance = new JsonObject();
        provenance.addProperty("git_commit", "c0ffee");
        return plan(meaningful, provenance);
    }

    private static SuitePlan plan(boolean meaningful, JsonObject provenance) {
        return new SuitePlan(
                "key",
                "small",
                "java",
                3,
                meaningful,
                List.of(4, 8),
                List.of(FULL, RULE, ORACLE),
                COSTS,
                2,
                Tier.SMOKE,
                8,
                OptionalDouble.of(400),
                List.of("The data is <made up>."),
                provenance,
                List.of(LOSSES, CURVE),
                new ComparisonPlan(
                        1,
                        List.of(
                                new DeclaredFamily(
                                        "entropy [defer]",
                                        StrategyRole.THRESHOLD_RULE,
                                        "defer",
                                        List.of(
                                                new DeclaredFamily.Repetition(
                                                        "", List.of(RULE.runId())))))));
    }

    /** The same with full depth of the model before tuning. */
    public static SuitePlan withBase() {
        SuitePlan plan = plan(true);
        return new SuitePlan(
                plan.key(),
                plan.suite(),
                plan.language(),
                plan.seed(),
                true,
                plan.exits(),
                List.of(FULL, BASE, RULE, ORACLE),
                COSTS,
                plan.blocks(),
                plan.tier(),
                plan.minutes(),
                plan.co2GramsPerKwh(),
                plan.notices(),
                plan.provenance(),
                plan.attachments(),
                plan.comparisons());
    }

    /** Files that tell of training. */
    public static Map<String, String> attachments() {
        return Map.of(
                LOSSES,
                "step,layer_4,layer_12\n1,5.1,4.0\n2,,3.5\n",
                CURVE,
                "steps,reward,mean_exit_layer,entropy,kl,clipped_share,epochs,learning_rate\n"
                        + "10,0.1,8,0.6,,0.1,3,0.001\n20,0.2,7,0.5,0.01,0.1,3,0.001\n");
    }

    /** Four samples of two files. */
    public static List<PromptRecord> prompts() {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(
                        i ->
                                new PromptRecord(
                                        sample(i),
                                        "f" + i % 2,
                                        new int[] {i},
                                        "int x =",
                                        "int x = " + i + " ;"))
                .toList();
    }

    private static String sample(int number) {
        return "s" + number;
    }

    /** Everything that was seen, to be changed at will. */
    public static List<JournalEntry> journal() {
        List<JournalEntry> journal = new ArrayList<>();
        journal.add(new JournalEntry.Session(SESSION, "cpu", "counter", EnergyQuality.COUNTER));
        for (PromptRecord prompt : prompts()) {
            journal.add(
                    new JournalEntry.Reference(
                            prompt.sampleId(), FULL_TOKENS, new int[][] {{7, 7, 7}, {9, 8, 8}}, 1));
        }
        for (PromptRecord prompt : prompts()) {
            boolean wrong = Integer.parseInt(prompt.sampleId().substring(1)) % 2 == 0;
            journal.add(completion(FULL, prompt, FULL_TOKENS, 12, 12));
            journal.add(completion(RULE, prompt, wrong ? new int[] {7, 9} : FULL_TOKENS, 4, 12));
            journal.add(completion(ORACLE, prompt, FULL_TOKENS, 4, 8));
            journal.add(forced(FULL, prompt, FULL_TOKENS, 12, 12));
            journal.add(forced(RULE, prompt, wrong ? new int[] {9, 8} : FULL_TOKENS, 4, 8));
            journal.add(forced(ORACLE, prompt, FULL_TOKENS, 4, 8));
        }
        journal.add(new JournalEntry.Schedule(2, List.of(sample(2), sample(4)), 30));
        journal.add(new JournalEntry.Idle(SESSION, false, OptionalDouble.of(2)));
        for (int block = 0; block < 2; block++) {
            journal.add(window(SESSION, FULL, block, 40));
            journal.add(window(SESSION, RULE, block, 20));
            journal.add(window(SESSION, ORACLE, block, 10));
            journal.add(forcedWindow(SESSION, FULL, block, 36, 6));
            journal.add(forcedWindow(SESSION, RULE, block, 27, 3));
            journal.add(forcedWindow(SESSION, ORACLE, block, 9, 2));
            journal.add(new JournalEntry.Block(SESSION, block));
        }
        journal.add(new JournalEntry.Idle(SESSION, true, OptionalDouble.of(4)));
        journal.add(new JournalEntry.Finished(SESSION, "2026-01-02T03:04:05Z"));
        return journal;
    }

    private static JournalEntry.Forced forced(
            RunRecord run, PromptRecord prompt, int[] predicted, int first, int second) {
        return new JournalEntry.Forced(
                run.runId(),
                prompt.sampleId(),
                predicted,
                new int[] {first, second},
                work(first, second),
                run == RULE ? new CandidateLooks(4, 1) : CandidateLooks.NONE);
    }

    /** One pass over both scheduled texts, whose four tokens take some milliseconds. */
    public static JournalEntry.ForcedWindow forcedWindow(
            String session, RunRecord run, int block, double joules, long tokenMs) {
        return new JournalEntry.ForcedWindow(
                session,
                run.runId(),
                RunCosts.block(block, 1, 1, joules),
                new long[] {MS + tokenMs * MS / 2, MS + tokenMs * MS / 2},
                new long[] {MS, MS});
    }

    private static JournalEntry.Sample completion(
            RunRecord run, PromptRecord prompt, int[] tokens, int first, int second) {
        boolean right = tokens[1] == FULL_TOKENS[1];
        return new JournalEntry.Sample(
                run.runId(),
                prompt.sampleId(),
                tokens,
                new int[] {first, second},
                List.of("int", " x"),
                right ? prompt.reference() : "int y = 0 ;",
                false,
                work(first, second));
    }

    /** The head once a token; what {@code defer} catches up when the second goes deeper. */
    private static WorkCounts work(int first, int second) {
        return new WorkCounts(
                0, 0, 0, 0, first + second, first + second, second - first, 0, 0, 0, 2, 0, 0, 0, 0);
    }

    /** One pass of one second over both scheduled samples, 1 ms and 3 ms long; NaN is a gap. */
    public static JournalEntry.Window window(
            String session, RunRecord run, int block, double joules) {
        BlockCost cost = RunCosts.block(block, 1, 1, joules);
        Histogram times = new Histogram(3);
        times.recordValue(MS);
        times.recordValue(3 * MS);
        String encoded = LatencyRecord.encode(times);
        return new JournalEntry.Window(
                session,
                run.runId(),
                cost,
                new long[] {MS, 3 * MS},
                new long[] {MS / 2, MS},
                new long[] {MS},
                new long[] {MS / 2},
                new LatencyRecord(encoded, encoded, encoded, 4, 2 * MS, 4 * MS));
    }

    /** The rule under load. */
    public static JournalEntry.Load load() {
        return new JournalEntry.Load(
                new LoadResult(
                        RULE.runId(),
                        RULE.label(),
                        2,
                        4,
                        1.5,
                        0.5,
                        Percentiles.UNKNOWN,
                        Percentiles.UNKNOWN,
                        7));
    }

    /** The whole run. */
    public static SuiteRecords records(List<JournalEntry> journal) {
        return new SuiteRecords(plan(true), prompts(), journal);
    }

    /** Writes the run as the stages do, without what is derived. */
    public static void record(ResultFolder folder, List<JournalEntry> journal) {
        folder.begin(plan(true), prompts(), attachments());
        try (Journal file = Journal.open(folder.path())) {
            journal.forEach(file::commit);
        }
    }

    /** Writes a finished run that something else is known of beforehand. */
    public static void finish(Path folder, List<JournalEntry> journal, JsonObject provenance) {
        try (ResultFolder held = ResultFolder.hold(folder)) {
            held.begin(plan(true, provenance), prompts(), attachments());
            try (Journal file = Journal.open(folder)) {
                journal.forEach(file::commit);
            }
            held.commit(Summary.of(ResultFolder.read(folder)).files());
        }
    }

    /** Writes a finished run. */
    public static void finish(Path folder, List<JournalEntry> journal) {
        try (ResultFolder held = ResultFolder.hold(folder)) {
            record(held, journal);
            held.commit(Summary.of(ResultFolder.read(folder)).files());
        }
    }
}
