package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RejectionsTest {
    @Test
    void theFirstByPathAreNamedInWhateverOrderTheyCome() {
        Rejections rejections = new Rejections();
        IntStream.range(0, 250)
                .map(i -> i * 7 % 250)
                .parallel()
                .forEach(
                        i ->
                                rejections.add(
                                        new RejectedFile(String.format("%03d.py", i), "no UTF-8")));
        assertThat(rejections.count()).isEqualTo(250);
        List<String> first =
                IntStream.range(0, 100).mapToObj(i -> String.format("%03d.py", i)).toList();
        assertThat(rejections.named()).extracting(RejectedFile::path).isEqualTo(first);
    }
}
