package io.exitbench.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.download.DownloadPolicy;
import io.exitbench.download.FaultyServer;
import io.exitbench.download.FaultyServer.Fault;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubModelsTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/goldens/architectures/opt-preln");
    private static final HubName NAME = new HubName("some", "opt", "main");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final DownloadPolicy POLICY =
            new DownloadPolicy(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(3),
                    3,
                    Duration.ofMillis(1),
                    1L << 30);

    @TempDir Path home;
    private FaultyServer server;
    private byte[] configuration;
    private byte[] weights;
    private final byte[] tokenizer = "{}".getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void serve() throws Exception {
        server = new FaultyServer();
        configuration = Files.readAllBytes(GOLDEN.resolve("config.json"));
        weights = Files.readAllBytes(GOLDEN.resolve("model.safetensors"));
        publish(weights);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Lists the right digests and serves these weights. */
    private void publish(byte[] served) throws Exception {
        serve("api/models/some/opt/revision/main", listing());
        serve("some/opt/resolve/" + COMMIT + "/config.json", configuration);
        serve("some/opt/resolve/" + COMMIT + "/tokenizer.json", tokenizer);
        serve("some/opt/resolve/" + COMMIT + "/model.safetensors", served);
    }

    private byte[] listing() throws Exception {
        String listing =
                """
                {"sha": "%s", "siblings": [
                  {"rfilename": "../evil", "size": 1, "blobId": "%s"},
                  {"rfilename": "config.json", "size": %d, "blobId": "%s"},
                  {"rfilename": "tokenizer.json", "size": %d, "blobId": "%s"},
                  {"rfilename": "model.safetensors", "size": %d, "blobId": "%s",
                   "lfs": {"sha256": "%s", "size": %d, "pointerSize": 134}}]}
                """
                        .formatted(
                                COMMIT,
                                COMMIT,
                                configuration.length,
                                gitId(configuration),
                                tokenizer.length,
                                gitId(tokenizer),
                                weights.length,
                                COMMIT,
                                hex("SHA-256", weights),
                                weights.length);
        return listing.getBytes(StandardCharsets.UTF_8);
    }

    private void serve(String path, byte[] content, Fault... faults) {
        server.serve(path, content, faults);
    }

    private HubModels models(URI endpoint, Optional<String> token, boolean offline) {
        return new HubModels(
                new HubEnvironment(home, home.resolve("hub"), endpoint, token, offline), POLICY);
    }

    private HubModels online() {
        return models(endpoint(), Optional.empty(), false);
    }

    private URI endpoint() {
        return URI.create(server.base().toString().replaceAll("/$", ""));
    }

    private Path snapshots() {
        return home.resolve("hub/models--some--opt/snapshots");
    }

    @Test
    void aModelArrivesInTheCacheLayoutAndIsNotFetchedAgain() throws Exception {
        Path folder = online().find(NAME);
        assertThat(folder).isEqualTo(snapshots().resolve(COMMIT));
        Path repository = home.resolve("hub/models--some--opt");
        assertThat(repository.resolve("refs/main")).hasContent(COMMIT);
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs/" + hex("SHA-256", weights)));
        assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs/" + gitId(configuration)));
        try (DecoderModel model = Checkpoint.open("m", folder).load(DecoderOptions.cpu())) {
            assertThat(model.config().hiddenSize()).isEqualTo(48);
        }
        int requests = server.requests().size();
        assertThat(online().find(NAME)).isEqualTo(folder);
        assertThat(models(endpoint(), Optional.empty(), true).find(NAME)).isEqualTo(folder);
        assertThat(online().find(new HubName("some", "opt", COMMIT))).isEqualTo(folder);
        assertThat(server.requests()).hasSize(requests);
    }

    /** The layout of huggingface_hub: a revision's slashes are folders under {@code refs}. */
    @ParameterizedTest
    @CsvSource({"refs/pr/1, refs%2Fpr%2F1", "feature/x, feature%2Fx", "v1+a#b, v1%2Ba%23b"})
    void anyBranchOrTagIsFound(String revision, String encoded) throws Exception {
        serve("api/models/some/opt/revision/" + encoded, listing());
        HubName name = HubName.parse("some/opt@" + revision).orElseThrow();
        Path folder = online().find(name);
        assertThat(folder).isEqualTo(snapshots().resolve(COMMIT));
        assertThat(home.resolve("hub/models--some--opt/refs").resolve(revision)).hasContent(COMMIT);
        assertThat(models(endpoint(), Optional.empty(), true).find(name)).isEqualTo(folder);
    }

    @Test
    void aBrokenTransferGoesOnWhereItStopped() {
        fail(Fault.NONE, Fault.NONE, Fault.NONE, Fault.TRUNCATE);
        Path folder = online().find(NAME);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(server.requests().stream().map(FaultyServer.Request::range))
                .contains("bytes=" + weights.length / 2 + "-");
    }

    @Test
    void aTransferThatBreaksForGoodLeavesNoSnapshotAndGoesOnNextTime() {
        Fault[] broken = {Fault.NONE, Fault.NONE, Fault.NONE, Fault.TRUNCATE, Fault.UNAVAILABLE};
        fail(broken);
        fail(Fault.UNAVAILABLE);
        assertThatThrownBy(() -> online().find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("given up after 3 attempts");
        assertThat(snapshots()).doesNotExist();
        assertThat(online().find(NAME).resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(server.requests().get(server.requests().size() - 1).range())
                .isEqualTo("bytes=" + weights.length / 2 + "-");
    }

    /** What goes wrong with the next requests: the listing, two small files, the weights. */
    private void fail(Fault... faults) {
        serve("nothing", new byte[0], faults);
    }

    @Test
    void wrongWeightsAreRefusedAndNotShown() throws Exception {
        byte[] wrong = weights.clone();
        wrong[wrong.length - 1]++;
        publish(wrong);
        assertThatThrownBy(() -> online().find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("SHA-256");
        assertThat(snapshots()).doesNotExist();
        publish(weights);
        assertThat(online().find(NAME)).isDirectory();
    }

    @Test
    void aSmallFileIsHeldAgainstItsGitDigest() {
        byte[] wrong = configuration.clone();
        wrong[wrong.length - 1] = ' ';
        serve("some/opt/resolve/" + COMMIT + "/config.json", wrong);
        assertThatThrownBy(() -> online().find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("config.json of some/opt", "did not arrive as listed");
        assertThat(snapshots()).doesNotExist();
        serve("some/opt/resolve/" + COMMIT + "/config.json", configuration);
        assertThat(online().find(NAME)).isDirectory();
    }

    @Test
    void theTokenGoesToTheHubOnly() throws IOException {
        // As an editor on Windows stores it.
        Files.writeString(home.resolve("token"), "\uFEFFfrom-file\r\n");
        fail(Fault.REDIRECT);
        online().find(NAME);
        assertThat(authorizations()).containsExactlyInAnyOrder("Bearer from-file", "null");
        int before = server.requests().size();
        models(endpoint(), Optional.of("from-variable"), false)
                .find(new HubName("some", "opt", "main"));
        assertThat(server.requests()).hasSize(before);
    }

    private Stream<String> authorizations() {
        return server.requests().stream().map(r -> String.valueOf(r.authorization())).distinct();
    }

    @Test
    void aGatedModelAsksForALicenceAndAToken() {
        fail(Fault.UNAUTHORIZED);
        assertThatThrownBy(() -> online().find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("some/opt", "gated", "licence", "HF_TOKEN");
    }

    @Test
    void anUnknownModelIsNamed() {
        assertThatThrownBy(() -> online().find(new HubName("some", "other", "main")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("There is no some/other", "exitbench.model");
    }

    @Test
    void offlineSaysWhatToPutWhere() {
        assertThatThrownBy(() -> models(endpoint(), Optional.empty(), true).find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll(
                        "some/opt", "models--some--opt", "HF_HUB_OFFLINE", "config.json", "folder");
        assertThat(server.requests()).isEmpty();
        URI closed = endpoint();
        server.close();
        assertThatThrownBy(() -> models(closed, Optional.empty(), false).find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("models--some--opt", "cannot be reached", "config.json");
    }

    @Test
    void somethingElseThanAHubIsTold() {
        serve("api/models/some/opt/revision/main", "[]".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> online().find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("HF_ENDPOINT");
        String noWeights = "{\"sha\": \"" + COMMIT + "\", \"siblings\": []}";
        serve("api/models/some/opt/revision/main", noWeights.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> online().find(NAME))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("lacks config.json");
    }

    @Test
    void aCacheFilledByOtherToolsIsUsed() throws IOException {
        Path snapshot = Files.createDirectories(snapshots().resolve(COMMIT));
        Files.writeString(
                Files.createDirectories(home.resolve("hub/models--some--opt/refs")).resolve("main"),
                COMMIT);
        for (String file :
                List.of("config.json", "vocab.json", "merges.txt", "pytorch_model.bin")) {
            Files.writeString(snapshot.resolve(file), "");
        }
        assertThat(online().find(NAME)).isEqualTo(snapshot);
        assertThat(server.requests()).isEmpty();
    }

    private static String gitId(byte[] content) throws Exception {
        byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[header.length + content.length];
        System.arraycopy(header, 0, whole, 0, header.length);
        System.arraycopy(content, 0, whole, header.length, content.length);
        return hex("SHA-1", whole);
    }

    private static String hex(String algorithm, byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    }
}
