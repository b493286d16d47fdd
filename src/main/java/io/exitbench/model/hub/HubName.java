package io.exitbench.model.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model is called on the hub.
 *
 * @param owner user or organisation
 * @param model its name there
 * @param revision branch, tag or commit
 */
public record HubName(String owner, String model, String revision) {
    private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";

    /** What Git allows in the name of a branch or a tag, between two slashes. */
    private static final String STEP = "(?![.-])[^\\s\\p{Cntrl}/~^:?*\\[\\\\]+";

    private static final Pattern NAME =
            Pattern.compile("(%s)/(%s)(?:@(%s(?:/%s)*))?".formatted(PART, PART, STEP, STEP));

    /**
     * Reads a name such as {@code facebook/opt-125m}, {@code facebook/opt-125m@main} or {@code
     * facebook/opt-125m@refs/pr/1}.
     *
     * @param text a name or something else
     * @return the name, with {@code main} where it gives no revision; empty for anything else
     */
    public static Optional<HubName> parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches() || text.contains("..")) {
            return Optional.empty();
        }
        String revision = matcher.group(3) == null ? "main" : matcher.group(3);
        return Optional.of(new HubName(matcher.group(1), matcher.group(2), revision));
    }

    /**
     * @return the revision as one step of an address, its slashes encoded
     */
    String encodedRevision() {
        return URLEncoder.encode(revision, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * @return owner and model, as addresses spell them
     */
    public String repository() {
        return owner + "/" + model;
    }
}
