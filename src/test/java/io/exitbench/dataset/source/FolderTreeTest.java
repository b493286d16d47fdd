package io.exitbench.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.RejectedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
    @TempDir Path temporary;

    private final List<RejectedFile> missing = new ArrayList<>();

    private Path write(String name, String content) throws IOException {
        Path file = temporary.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void link(String name, String target) throws IOException {
        Path link = temporary.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    private Map<String, String> read(String data) {
        Map<String, String> read = new TreeMap<>();
        LocalData.open(temporary.resolve(data), Language.PYTHON)
                .files()
                .orElseThrow()
                .read(
                        file -> read.put(file.path(), new String(file.content())),
                        missing::add,
                        units -> {});
        return read;
    }

    @Test
    void aLinkToAFolderIsReadLikeTheFolder() throws IOException {
        write("target/src/a.py", "a");
        link("data", "target");
        assertThat(read("data")).isEqualTo(read("target")).containsOnlyKeys("src/a.py");
    }

    @Test
    void theHubsCacheIsReadUnderTheNamesOfItsLinks() throws IOException {
        write("hub/blobs/1f", "a");
        write("hub/blobs/2e", "{\"input\": \"<s> a\", \"gt\": \"b\"}");
        link("hub/snapshots/c0/src/a.py", "../../../blobs/1f");
        link("hub/snapshots/c0/line_completion/test.json", "../../../blobs/2e");
        assertThat(read("hub/snapshots/c0")).isEqualTo(Map.of("src/a.py", "a"));
        Path cases = temporary.resolve("hub/snapshots/c0/line_completion/test.json");
        assertThat(LocalData.open(cases, Language.PYTHON).cases()).hasValue(cases);
        assertThat(LineCases.read(cases).cases()).hasSize(1);
    }

    @Test
    void aHubFolderWithoutSourcesSaysWhereTheDataAre() throws IOException {
        write("hub/snapshots/c0/test.json", "{\"input\": \"<s> a\", \"gt\": \"b\"}");
        assertThatThrownBy(() -> read("hub"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("give one of the folders in them");
    }

    @Test
    void circlesEndAndNoFileIsReadTwice() throws IOException {
        write("data/a.py", "a");
        write("elsewhere/b.py", "b");
        write("elsewhere/deep/c.py", "c");
        link("data/self", ".");
        link("data/above", "..");
        link("data/loop.py", "loop.py");
        link("data/copy.py", "a.py");
        link("data/z", "../elsewhere");
        link("data/y", "../elsewhere/deep");
        link("elsewhere/back", "../data");
        link("elsewhere/deep/up", "..");
        assertThat(read("data")).isEqualTo(Map.of("a.py", "a", "y/c.py", "c", "z/b.py", "b"));
        assertThat(missing)
                .containsExactly(new RejectedFile("loop.py", "a link that leads nowhere"));
    }

    @Test
    void listedFilesMayBeLinksButNoPathLeadsOut() throws IOException {
        write("disk/a.py", "a");
        write("c.py", "c");
        link("data/data", "../disk");
        write("data/python100k_train.txt", "\uFEFFdata/a.py\n");
        write("data/python50k_eval.txt", "../c.py\ndata/gone.py\n");
        assertThat(read("data")).isEqualTo(Map.of("data/a.py", "a"));
        assertThat(missing)
                .extracting(RejectedFile::path)
                .containsExactly("../c.py", "data/gone.py");
    }

    @Test
    void aLinkThatLeadsNowhereIsCalledOne() throws IOException {
        link("data", "gone");
        assertThatThrownBy(() -> read("data"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("data is a link that leads nowhere;");
    }
}
