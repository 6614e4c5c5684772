package io.remdb.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules that the compiler, the formatter and ArchUnit cannot see. */
class TidyTest {
    /** What may not be called, and what is to be called in its place. */
    private static final Map<Pattern, String> BANNED_IN_MAIN = Map.of(
            Pattern.compile("\\bnew ObjectMapper\\(|\\bnew JsonMapper\\(|JsonMapper\\.builder\\("),
            "io.remdb.json.Json has the one mapper",
            Pattern.compile("System\\.getenv\\("),
            "io.remdb.config.RemConfig reads the environment",
            Pattern.compile("\\.printStackTrace\\("),
            "throw a RemException, or log with System.Logger",
            Pattern.compile("\\bThread\\.sleep\\("),
            "wait for a condition with a deadline",
            Pattern.compile("System\\.exit\\("),
            "return an exit code to Main",
            Pattern.compile("\\bObjectInputStream\\b|\\bObjectOutputStream\\b"),
            "write a codec",
            Pattern.compile("catch \\([A-Za-z| ]*(Exception|Throwable) ignored\\) \\{\\s*\\}"),
            "nothing is swallowed");

    /** Where a banned call is the very thing that the file is for. */
    private static final Map<String, String> ALLOWED = Map.of(
            "json/Json.java", "JsonMapper",
            "config/RemConfig.java", "getenv",
            "cli/Errors.java", "printStackTrace",
            "cli/Rem.java", "exit",
            "http/Waiting.java", "sleep",
            "bench/Settling.java", "sleep");

    private static final Pattern UNOWNED_TODO = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\([a-z]+\\))");
    private static final int LONGEST_FILE_LINES = 500;

    @Test
    void bannedCallsAreNotMade() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : mainSources()) {
            String source = ProjectFiles.text(file);
            for (Map.Entry<Pattern, String> ban : BANNED_IN_MAIN.entrySet()) {
                Matcher matcher = ban.getKey().matcher(source);
                while (matcher.find()) {
                    if (!allowed(file, matcher.group())) {
                        found.add(file + ": " + matcher.group() + " (" + ban.getValue() + ")");
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean allowed(Path file, String call) {
        return ALLOWED.entrySet().stream()
                .anyMatch(entry -> file.toString().endsWith(entry.getKey()) && call.contains(entry.getValue()));
    }

    @Test
    void everyToDoHasAnOwner() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : ProjectFiles.javaSources()) {
            if (!file.endsWith("TidyTest.java")
                    && UNOWNED_TODO.matcher(ProjectFiles.text(file)).find()) {
                found.add(file.toString());
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        List<Path> folders =
                mainSources().stream().map(Path::getParent).distinct().toList();
        assertThat(folders).isNotEmpty();
        for (Path folder : folders) {
            Path info = folder.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(ProjectFiles.text(info)).contains("/**").contains("@NullMarked");
        }
    }

    @Test
    void noSourceIsVeryLong() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : mainSources()) {
            long lines = ProjectFiles.text(file).lines().count();
            if (lines > LONGEST_FILE_LINES) {
                found.add(file + ": " + lines + " lines hold two concepts");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void linksInTheDocumentationLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        Pattern link = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)(#[^)]*)?\\)");
        for (Path file : documents()) {
            Matcher matcher = link.matcher(ProjectFiles.text(file));
            while (matcher.find()) {
                if (!Files.exists(file.resolveSibling(matcher.group(1)))) {
                    broken.add(file + ": " + matcher.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> mainSources() throws IOException {
        return ProjectFiles.javaSources().stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .toList();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ProjectFiles.root())) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
