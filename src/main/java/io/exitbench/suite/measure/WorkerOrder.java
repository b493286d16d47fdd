package io.exitbench.suite.measure;

import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.file.AtomicFile;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Graphs;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.result.record.RecordJson;
import io.exitbench.suite.fit.Fitted;
import io.exitbench.suite.prepare.CompletionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a measuring process needs beside plan and prompts to do its work: {@code worker.json}.
 *
 * @param cache folder for what is made once
 * @param model name of the model
 * @param checkpoint its folder; empty for random weights
 * @param base name of the model that it was tuned from; empty if that is not measured
 * @param baseCheckpoint its folder
 * @param device as {@code exitbench.device} takes it
 * @param computeType as {@code exitbench.compute-type} takes it
 * @param window positions of prompt and completion together
 * @param threads of PyTorch, 0 to choose
 * @param candidates of a token
 * @param previewRank of the preview of the LM head that chooses them, 0 for the whole head
 * @param graphs whether a GPU decodes with CUDA graphs
 * @param language of the data
 * @param protocol of the samples
 * @param literals that the data show
 * @param newTokens most tokens of a completion
 * @param prefill layers that prompts are run through
 * @param families classes of the strategies
 * @param fitted what families learned, and what they calibrate by
 * @param cpuWatts of a busy core, for the estimate; 0 for none
 * @param arrivalsPerSecond of the throughput mode, if wanted
 * @param sampleLimitSeconds after which a strategy may count as hanging
 * @param deadline when the suite is to end, in milliseconds since 1970
 * @param share of the process, if several cards share the suite
 */
public record WorkerOrder(
        String cache,
        String model,
        String checkpoint,
        String base,
        String baseCheckpoint,
        String device,
        String computeType,
        int window,
        int threads,
        int candidates,
        int previewRank,
        Graphs graphs,
        Language language,
        Protocol protocol,
        Literals literals,
        int newTokens,
        int prefill,
        List<String> families,
        Fitted fitted,
        double cpuWatts,
        OptionalDouble arrivalsPerSecond,
        double sampleLimitSeconds,
        long deadline,
        CardShare share) {

    private static final String FILE = "worker.json";

    /**
     * @param folder of the suite run
     */
    void write(Path folder) {
        AtomicFile.write(folder.resolve(FILE), RecordJson.line(this) + "\n");
    }

    /**
     * @param folder of the suite run
     * @return the order that lies there
     * @throws ExitBenchException if there is none
     */
    static WorkerOrder read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return RecordJson.parse(Files.readString(file), WorkerOrder.class);
        } catch (IOException | JsonParseException e) {
            throw new ExitBenchException(
                    file + " cannot be read; run the suite anew with -Dexitbench.resume=false.", e);
        }
    }

    /** The same for a process that does a part of the work. */
    WorkerOrder sharing(CardShare part) {
        return new WorkerOrder(
                cache,
                model,
                checkpoint,
                base,
                baseCheckpoint,
                device,
                computeType,
                window,
                threads,
                candidates,
                previewRank,
                graphs,
                language,
                protocol,
                literals,
                newTokens,
                prefill,
                families,
                fitted,
                cpuWatts,
                arrivalsPerSecond,
                sampleLimitSeconds,
                deadline,
                part);
    }

    LoadableModel locate() {
        return checkpoint.isEmpty()
                ? new ModelLocator(Path.of(cache)).find(model)
                : Checkpoint.open(model, Path.of(checkpoint));
    }

    Optional<LoadableModel> locateBase() {
        return base.isEmpty()
                ? Optional.empty()
                : Optional.of(Checkpoint.open(base, Path.of(baseCheckpoint)));
    }

    Duration listingLimit() {
        return Duration.ofNanos((long) (sampleLimitSeconds * 1e9));
    }

    CompletionText text(CodeTokenizer tokenizer, LoadableModel checkpoint) {
        return new CompletionText(tokenizer, checkpoint.endTokens(), language, protocol, literals);
    }

    DecoderOptions options() {
        return DecoderOptions.choose(device, computeType, window, threads)
                .withCandidates(candidates)
                .withPreviewRank(previewRank)
                .withGraphs(graphs);
    }
}
