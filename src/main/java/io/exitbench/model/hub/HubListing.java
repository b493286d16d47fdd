package io.exitbench.model.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of one commit of a repository.
 *
 * @param commit its SHA-1
 * @param files by name
 */
record HubListing(String commit, Map<String, HubFile> files) {
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Reads the hub's answer. Digests become file names of the cache, so their form is checked.
     *
     * @param json answer of {@code /api/models/<repository>/revision/<revision>?blobs=true}
     * @return the listing
     * @throws JsonParseException if the answer has another form
     */
    static HubListing parse(String json) {
        try {
            JsonObject root = JsonParser.parseString(json).getAsJsonObject();
            Map<String, HubFile> files = new LinkedHashMap<>();
            for (JsonElement element : root.getAsJsonArray("siblings")) {
                JsonObject entry = element.getAsJsonObject();
                Optional<JsonObject> large =
                        entry.has("lfs") && entry.get("lfs").isJsonObject()
                                ? Optional.of(entry.getAsJsonObject("lfs"))
                                : Optional.empty();
                String name = entry.get("rfilename").getAsString();
                HubFile file =
                        new HubFile(
                                name,
                                large.orElse(entry).get("size").getAsLong(),
                                matching(SHA1, entry.get("blobId")),
                                large.map(lfs -> matching(SHA256, lfs.get("sha256"))));
                files.put(name, file);
            }
            return new HubListing(matching(SHA1, root.get("sha")), Map.copyOf(files));
        } catch (NullPointerException
                | IllegalStateException
                | ClassCastException
                | UnsupportedOperationException
                | NumberFormatException e) {
            throw new JsonParseException("not the listing of a model", e);
        }
    }

    private static String matching(Pattern form, JsonElement digest) {
        String text = digest.getAsString();
        if (!form.matcher(text).matches()) {
            throw new JsonParseException("a digest of another form");
        }
        return text;
    }
}
