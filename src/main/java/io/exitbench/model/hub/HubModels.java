package io.exitbench.model.hub;

import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.download.Download;
import io.exitbench.download.DownloadPolicy;
import io.exitbench.download.Downloader;
import io.exitbench.download.RefusedException;
import io.exitbench.download.UnreachableException;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Checkpoints of the Hugging Face hub: from the cache that its own tools fill too, else downloaded
 * into it, checked against the digests that the hub lists.
 */
public final class HubModels {
    private static final long LARGEST_LISTING = 32L << 20;
    private static final long LARGEST_TOKEN = 1 << 16;

    private final HubEnvironment environment;
    private final Downloader files;
    private final Downloader listings;

    /**
     * @param environment cache, endpoint and token
     * @param policy of downloads
     */
    public HubModels(HubEnvironment environment, DownloadPolicy policy) {
        this.environment = environment;
        files = new Downloader(policy);
        listings =
                new Downloader(
                        new DownloadPolicy(
                                policy.connectTimeout(),
                                policy.readTimeout(),
                                policy.attempts(),
                                policy.pause(),
                                LARGEST_LISTING));
    }

    /**
     * Finds a checkpoint, and fetches what is missing of it.
     *
     * @param name on the hub
     * @return a folder in Hugging Face format
     * @throws ExitBenchException if it is not there and cannot be fetched
     */
    public Path find(HubName name) {
        HubCache cache = new HubCache(environment.cache(), name);
        try {
            Optional<Path> present = cache.find(name.revision());
            if (present.isPresent()) {
                return present.get();
            }
            if (environment.offline()) {
                throw absent(name, cache, "HF_HUB_OFFLINE is set", null);
            }
            return fetch(name, cache);
        } catch (UnreachableException e) {
            throw absent(name, cache, environment.endpoint() + " cannot be reached", e);
        } catch (RefusedException e) {
            throw explained(name, e);
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The Hugging Face cache "
                            + cache.folder()
                            + " cannot be read or written; check it, or set HF_HOME.",
                    e);
        }
    }

    private Path fetch(HubName name, HubCache cache) throws IOException {
        HubListing listing = listing(name);
        List<String> chosen =
                CheckpointFiles.choose(listing.files().keySet())
                        .orElseThrow(
                                () ->
                                        new ExitBenchException(
                                                name.repository()
                                                        + " on "
                                                        + environment.endpoint()
                                                        + " lacks config.json, a tokenizer or"
                                                        + " weights (safetensors or"
                                                        + " pytorch_model.bin); choose another"
                                                        + " model."));
        for (String file : chosen) {
            fetch(name, listing, listing.files().get(file), cache);
        }
        // Links come last: a snapshot that lists a file has it whole.
        for (String file : chosen) {
            cache.link(listing.commit(), listing.files().get(file));
        }
        cache.refer(name.revision(), listing.commit());
        return cache.snapshot(listing.commit());
    }

    private HubListing listing(HubName name) throws IOException {
        Path folder = Files.createTempDirectory("exitbench-hub");
        Path answer = folder.resolve("listing.json");
        try {
            String path =
                    "/api/models/" + name.repository() + "/revision/" + name.encodedRevision();
            listings.fetch(request(path + "?blobs=true", answer));
            return HubListing.parse(Files.readString(answer));
        } catch (JsonParseException e) {
            throw new ExitBenchException(
                    environment.endpoint()
                            + " does not answer as the Hugging Face hub does; check HF_ENDPOINT.",
                    e);
        } finally {
            // A broken transfer leaves its part there.
            try (Stream<Path> left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void fetch(HubName name, HubListing listing, HubFile file, HubCache cache)
            throws IOException {
        String path = "/" + name.repository() + "/resolve/" + listing.commit() + "/" + file.name();
        Path blob = cache.blob(file);
        Download download = request(path, blob).withSize(file.size());
        files.fetch(file.sha256().map(download::withSha256).orElse(download));
        if (!file.isIn(blob)) {
            Files.delete(blob);
            throw new ExitBenchException(
                    file.name()
                            + " of "
                            + name.repository()
                            + " did not arrive as listed and was removed; try again.");
        }
    }

    private Download request(String path, Path target) {
        Download download = Download.of(URI.create(environment.endpoint() + path), target);
        return token().map(t -> download.withHeader("Authorization", "Bearer " + t))
                .orElse(download);
    }

    private Optional<String> token() {
        Path file = environment.home().resolve("token");
        try {
            return environment.token().isPresent() || !Files.isRegularFile(file)
                    ? environment.token()
                    : Optional.of(UnicodeText.read(file, LARGEST_TOKEN).strip())
                            .filter(t -> !t.isEmpty());
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be read; set HF_TOKEN instead.", e);
        }
    }

    private ExitBenchException explained(HubName name, RefusedException e) {
        OptionalInt status = e.status();
        String model = name.repository() + " on " + environment.endpoint();
        if (status.equals(OptionalInt.of(404))) {
            return new ExitBenchException(
                    "There is no "
                            + model
                            + " with revision "
                            + name.revision()
                            + ", nor a folder of that name here; check exitbench.model.",
                    e);
        }
        if (status.equals(OptionalInt.of(401)) || status.equals(OptionalInt.of(403))) {
            return new ExitBenchException(
                    model
                            + " is gated, private or not there; accept its licence on its page and"
                            + " give an access token in HF_TOKEN.",
                    e);
        }
        return e;
    }

    private static ExitBenchException absent(
            HubName name, HubCache cache, String why, Exception cause) {
        return new ExitBenchException(
                name.repository()
                        + " is neither a folder nor whole in "
                        + cache.folder()
                        + ", and "
                        + why
                        + "; copy that folder from another machine, or put config.json,"
                        + " tokenizer.json (or vocab.json and merges.txt) and model.safetensors or"
                        + " pytorch_model.bin into any folder and give it as exitbench.model.",
                cause);
    }
}
