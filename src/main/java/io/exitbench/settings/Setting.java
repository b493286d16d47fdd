package io.exitbench.settings;

/**
 * Every system property that ExitBench reads. The README's table is compared with this one by a
 * test. "suite" as a default means: what the suite's annotation says.
 */
public enum Setting {
    /** Number of evaluation samples. */
    SAMPLES("samples", "suite", "Evaluation samples per run"),
    /** Checkpoint. */
    MODEL(
            "model",
            "suite",
            "Embedded checkpoint (`tiny-opt-code`, `tiny-llama-code`), a folder in Hugging Face format, a name on its hub, or a `random:` shape ([docs/models.md](docs/models.md))"),
    /** Data. */
    DATA(
            "data",
            "auto",
            "`auto`: the official files from the cache or the network, and offline the corpora that come with the project; `embedded`: these; or a local copy (file or folder, see [docs/data.md](docs/data.md))"),
    /** Mirror of the data. */
    DATA_MIRROR(
            "data.mirror",
            "official",
            "Address under which all official files are taken by their paths, or `official`: from their makers"),
    /** Duplicates. */
    DUPLICATES(
            "duplicates",
            "drop",
            "`drop`: evaluation files that equal or resemble files that are learnt from are not drawn from; `keep`: they are"),
    /** Protocol. */
    PROTOCOL(
            "protocol",
            "line",
            "`line`: complete a line, `raw-line` where the model's tokenizer has no `<EOL>` and nothing"
                    + " is set; `raw-line`: a line of source text; `fill-in-middle`: the same with"
                    + " what follows; `tokens`: the 15 tokens after the first 20 % of a file"),
    /** Fine-tuning. */
    FINETUNE(
            "finetune",
            "shipped",
            "`shipped`: the embedded fine-tuned checkpoint; `train`: tune now with the settings of `@FineTune`, once; `none`: measure the model as it is"),
    /** Base. */
    BASE(
            "base",
            "measure",
            "`measure`: a tuned model's base runs at full depth beside it, so that a reader sees what tuning changed; `skip`: it does not, as where two models do not fit a device"),
    /** Seed. */
    SEED("seed", "420", "Seed of everything that draws"),
    /** Agents. */
    AGENT(
            "agent",
            "both",
            "`shipped`: the embedded agents where they fit model and exits, else trained ones; `train`: agents trained now, once; `both`: the shipped one where it fits, and one trained at the middle price; `none`: no agents"),
    /** Seeds of agents. */
    AGENT_SEEDS(
            "agent-seeds",
            "suite",
            "Training seeds of every agent, such as `1,2,3,4,5`: an agent for each, compared as one"),
    /** Margin of non-inferiority. */
    MARGIN(
            "margin",
            "1",
            "Points of Edit Similarity that a strategy may lose against full depth and still keeps quality"),
    /** Exit layers. */
    EXITS("exits", "suite", "Layers after which the model may stop, such as `2,4,6`"),
    /** K/V policies. */
    KV_POLICY("kv-policy", "suite", "K/V policies, such as `defer,propagate`, or `all`"),
    /** Batches. */
    BATCH(
            "batch",
            "suite",
            "Completions at a time, such as `1,8,32`: every strategy runs with each, and saves against full depth with the same ([docs/batches.md](docs/batches.md))"),
    /** Context. */
    CONTEXT("context", "suite", "Prompt tokens kept, counted from the cut backwards"),
    /** New tokens. */
    NEW_TOKENS("new-tokens", "protocol", "Most tokens of a completion: `tokens` 15, else 100"),
    /** Blocks. */
    BLOCKS(
            "blocks",
            "3",
            "Measured repetitions of every run, in a new random order each; the publish tier adds more until savings are known to 3 points, 30 at most"),
    /** Time for a suite. */
    MINUTES(
            "minutes",
            "8",
            "Minutes for a suite: every completion is made whatever it takes, then time and energy are measured over as many samples as still fit, five at least. The publish tier takes what it needs"),
    /** Prefill. */
    PREFILL(
            "prefill",
            "full",
            "Layers that the prompt is run through, or `full`; always `full` for full depth under"
                    + " `propagate`"),
    /** Strategies. */
    STRATEGIES(
            "strategies",
            "default",
            "Regular expression for the strategies to run, such as `.*` for all; `default`: all but those that are [only run on request](docs/strategies.md). Full depth always runs"),
    /** Device. */
    DEVICE("device", "auto", "`cpu`, `gpu`, or `auto`: a GPU if PyTorch sees one"),
    /** Devices. */
    DEVICES(
            "devices",
            "none",
            "GPUs by number, such as `0,1`, each of which measures a part of the blocks in a process of its own; `none`: one ([docs/scale.md](docs/scale.md))"),
    /** Compute type. */
    COMPUTE_TYPE(
            "compute-type",
            "auto",
            "`float32`, `float16`, `bfloat16` ([where the processor has it](docs/models.md#compute-types)), or `auto`: float16 on a GPU, else float32"),
    /** Threads. */
    THREADS(
            "threads",
            "auto",
            "PyTorch threads on a CPU; `auto`: one for small models, else all cores"),
    /** Candidates. */
    CANDIDATES(
            "candidates",
            "64",
            "Tokens that the first exit of a token proposes to later ones, for strategies that look at [candidates](docs/strategies.md)"),
    /** Preview of the head. */
    PREVIEW_RANK(
            "preview-rank",
            "0",
            "Rank of a preview of the LM head by which the first exit chooses these, a multiple of 8; `0`: by the whole head ([docs/strategies.md](docs/strategies.md#candidates))"),
    /** CUDA graphs. */
    GRAPHS(
            "graphs",
            "auto",
            "CUDA graphs for single tokens on a GPU: `auto`, `on` (or it fails), or `off` ([docs/gpu.md](docs/gpu.md))"),
    /** Taking up again. */
    RESUME(
            "resume",
            "true",
            "`true`: an unfinished run of the same suite is taken up where it stopped; `false`: it is begun anew"),
    /** Where is measured. */
    WORKER(
            "worker",
            "process",
            "`process`: measure in a process of its own, which is watched and restarted; `inline`: in this one, for a debugger; `spark`: make completions alone, on a cluster, without time and energy ([docs/scale.md](docs/scale.md))"),
    /** When a strategy hangs. */
    SAMPLE_LIMIT(
            "sample-limit",
            "30",
            "Seconds after which a strategy that is still at one sample has failed, if that is also ten times as long as the full model takes"),
    /** Layer costs. */
    COSTS(
            "costs",
            "none",
            "File with layer costs measured elsewhere for agents that are paid for saving them; `none`: costs are counted in multiply-adds"),
    /** Output. */
    OUTPUT("output", "target/exitbench", "Folder for results, one subfolder for each suite"),
    /** Cache. */
    CACHE("cache", "~/.cache/exitbench", "Folder for what is made once"),
    /** Watts of a core. */
    CPU_WATTS(
            "cpu.watts",
            "10",
            "Watts of a busy core for the energy estimate where no counter can be read"),
    /** Tier. */
    TIER(
            "tier",
            "smoke",
            "`smoke`, or `publish`: 600 s or 1,000 samples a run, a spread under 2 % and savings known to 3 points, or no result"),
    /** Factor of CO2. */
    CO2(
            "co2.grams-per-kwh",
            "none",
            "Grams of CO2 for a kWh where the machine stands; adds a column to `costs.csv`"),
    /** Arrivals. */
    ARRIVAL_RATE(
            "arrival-rate",
            "none",
            "Requests per second of the throughput mode, which writes `load.csv`");

    private final String key;
    private final String fallback;
    private final String description;

    Setting(String name, String fallback, String description) {
        key = "exitbench." + name;
        this.fallback = fallback;
        this.description = description;
    }

    /**
     * @return the system property
     */
    public String key() {
        return key;
    }

    /**
     * @return the default
     */
    public String fallback() {
        return fallback;
    }

    /**
     * @return what it does, in one line of Markdown
     */
    public String description() {
        return description;
    }
}
