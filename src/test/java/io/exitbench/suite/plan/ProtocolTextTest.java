package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.CodeDataset.Origin;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Protocol;
import io.exitbench.suite.prepare.Prompt;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolTextTest {
    private static String sentence(Protocol protocol, Origin origin) {
        List<Prompt> prompts =
                List.of(
                        new Prompt(new CompletionSample("1", "a.py", "<s> a", "= b"), new int[1]),
                        new Prompt(new CompletionSample("2", "a.py", "<s> a =", "b"), new int[1]));
        return new ProtocolText(protocol, origin, prompts, 80, 15).sentence();
    }

    @Test
    void everyProtocolHasItsOwnText() {
        assertThat(Arrays.stream(Protocol.values()).map(p -> sentence(p, Origin.OFFICIAL)))
                .doesNotHaveDuplicates()
                .allSatisfy(
                        text ->
                                assertThat(text)
                                        .contains(
                                                "the last 80 tokens of context",
                                                "at most 15 new tokens",
                                                "2 cases of 1 file."));
        assertThat(sentence(Protocol.RAW_LINE, Origin.LOCAL)).contains("source text");
        assertThat(sentence(Protocol.FILL_IN_MIDDLE, Origin.LOCAL)).contains("before and behind");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTokenLinesOfTheOfficialCasesRecallPublishedNumbers(Protocol protocol) {
        String published = "CodeXGLUE's published numbers";
        boolean recalled = sentence(protocol, Origin.OFFICIAL).contains(published);
        assertThat(recalled).isEqualTo(protocol == Protocol.LINE);
        assertThat(sentence(protocol, Origin.EMBEDDED)).doesNotContain(published);
    }
}
