package io.remdb.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkTest {
    @TempDir
    Path folder;

    private void file(String name) throws IOException {
        write(name, "text");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> walk(Path... places) {
        List<String> found = new ArrayList<>();
        Walk walk = new Walk(List.of(places).stream().map(Path::toString).toList(), name -> name.endsWith(".md"));
        walk.forEachRemaining(one -> found.add(
                switch (one) {
                    case Found.OfFile(SourceFile file) ->
                        folder.relativize(file.path()).toString();
                    case Found.Unreadable(String uri, RemException reason) ->
                        reason.code().name();
                }));
        return found;
    }

    @Test
    void givesFilesOfFoldersInTheOrderOfTheirNames() throws IOException {
        for (String name :
                List.of("b/2.md", "b/1.md", "a.md", "c.md", "b/d/3.md", "b/picture.png", ".hidden.md", ".git/x.md")) {
            file(name);
        }
        assertThat(walk(folder)).containsExactly("a.md", "b/1.md", "b/2.md", "b/d/3.md", "c.md");
        // Who names a file wants it, whatever it is called.
        assertThat(walk(folder.resolve("b/picture.png"), folder.resolve(".hidden.md")))
                .containsExactly("b/picture.png", ".hidden.md");
    }

    @Test
    void keepsToIgnoreRules() throws IOException {
        write(".gitignore", "# a comment\ntarget/\n*.tmp.md\n/top.md\n");
        write(".remignore", "drafts/**/old.md\n!keep.tmp.md\n[xyz]?.md\n");
        write("sub/.remignore", "inner.md\n");
        for (String name : List.of(
                "target/a.md",
                "sub/target/b.md",
                "c.tmp.md",
                "keep.tmp.md",
                "top.md",
                "sub/top.md",
                "drafts/old.md",
                "drafts/x/y/old.md",
                "drafts/new.md",
                "x1.md",
                "w1.md",
                "inner.md",
                "sub/inner.md")) {
            file(name);
        }
        assertThat(walk(folder)).containsExactly("drafts/new.md", "inner.md", "keep.tmp.md", "sub/top.md", "w1.md");
    }

    @Test
    void ignoreRulesOfFoldersAboveHoldUpToTheRepository() throws IOException {
        write("above/.gitignore", "a.md\n");
        write("above/repository/.git/HEAD", "ref");
        write("above/repository/.gitignore", "/sub/inner/b.md\nc.md\n");
        write("above/repository/sub/.remignore", "!c.md\n");
        for (String name : List.of("a.md", "b.md", "c.md")) {
            file("above/repository/sub/inner/" + name);
        }
        Path inner = folder.resolve("above/repository/sub/inner");
        assertThat(walk(inner).stream().map(name -> name.substring(name.length() - 4)))
                .containsExactly("a.md", "c.md");
        assertThat(walk(inner.resolve("b.md"))).hasSize(1); // named itself
        Files.delete(folder.resolve("above/repository/.git/HEAD"));
        Files.delete(folder.resolve("above/repository/.git"));
        assertThat(walk(inner)).hasSize(3);
    }

    @Test
    void patternsThatAreWrongOrMadeToTakeLongDoNoHarm() throws IOException {
        write(
                ".gitignore",
                "[z-a].md\n[\n[!a-y]y.md\n" + "a*".repeat(60) + "b\n" + "**/".repeat(60) + "b\n" + "["
                        + "q".repeat(100_000) + "].md\nb/**\n\\#*.md\n[]x].md\n");
        for (String name : List.of("a.md", "z.md", "zy.md", "ay.md", "q.md", "b/c.md", "#1.md", "].md")) {
            file(name);
        }
        file("a".repeat(200) + ".md");
        file("x/".repeat(40) + "a.md");
        assertThat(walk(folder))
                .containsExactly("a.md", "a".repeat(200) + ".md", "ay.md", "x/".repeat(40) + "a.md", "z.md");
    }

    @Test
    void followsNoLinks() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.md"), "text");
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.writeString(inside.resolve("a.md"), "text");
        Files.createSymbolicLink(inside.resolve("link.md"), outside.resolve("secret.md"));
        Files.createSymbolicLink(inside.resolve("folder"), outside);
        Files.createSymbolicLink(inside.resolve("loop"), inside);
        assertThat(walk(inside)).containsExactly("inside/a.md");
        assertThat(walk(inside.resolve("link.md"))).containsExactly("inside/link.md");
    }

    @Test
    void saysWhatCannotBeRead() {
        assertThat(walk(folder.resolve("missing.md"))).containsExactly(ErrorCode.NOT_FOUND.name());
        assertThat(walk(Path.of("/dev/null"))).containsExactly(ErrorCode.UNSUPPORTED.name());
        assertThatThrownBy(() -> new Walk(List.of("file://host/x"), any -> true))
                .hasMessageContaining("no path");
    }

    @Test
    void takesFileAddresses() throws IOException {
        file("with blank.md");
        Walk walk = new Walk(List.of(folder.resolve("with blank.md").toUri().toString()), any -> true);
        assertThat(walk.next()).isInstanceOfSatisfying(Found.OfFile.class, found -> {
            assertThat(found.file().name()).isEqualTo("with blank.md");
            assertThat(found.file().uri()).startsWith("file:///").endsWith("with%20blank.md");
        });
    }
}
