package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Examples run as a reader runs them, in processes of their own. Those of backups and replicas are with the tests of these. */
@Timeout(300)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("").toAbsolutePath().resolveSibling("examples");

    @TempDir
    Path folder;

    private ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("P8_") || name.equals("COLUMNS"));
        builder.environment().put("P8_HOME", folder.resolve("home").toString());
        builder.environment().put("TMPDIR", folder.toString());
        return builder;
    }

    /** From its source, by the JDK's own launcher; twice, since the second run finds the database of the first. */
    @Test
    void theJavaProgramRuns() throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            Launched.Run run = Launched.run(
                    process(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EXAMPLES.resolve("java/Notes.java").toString(),
                            folder.resolve("notes").toString()),
                    "");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("Found: Sourdough\nkitchen: 2\nworkshop: 1\n");
        }
    }

    @Test
    void theFirstHourRuns() throws IOException, InterruptedException {
        Launched launched = Launched.in(folder);
        ProcessBuilder builder = process(EXAMPLES.resolve("session.sh").toString());
        builder.environment().put("REM", launched.folder().resolve("rem").toString());

        Launched.Run run = Launched.run(builder, "");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("\"short_name\":\"recipes\",\"version\":\"1.0.0\",\"action\":\"created\"")
                .contains("{\"inserted\":3,\"updated\":0,\"failed\":0")
                .contains("\"action\":\"created\",\"error\":null")
                .containsPattern("Notes on the Tides +# Why the water rises")
                .containsPattern("0\\.\\d+ +recipes +Lemon Sorbet")
                .containsPattern("Pesto +10\nTomato Soup +40\nGnocchi +60\n")
                .containsPattern("becomes a statement\n[^\n]*\n[^\n]*\nPesto [^\n]*\n\n")
                .containsPattern("1 +goes_with +recipes +Pesto")
                .containsPattern("2 +goes_with / goes_with +recipes +Tomato Soup")
                .contains("\"opened\":true", "\"found\":0");
        assertThat(run.err()).contains("SELECT * FROM recipes WHERE minutes < 30");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("rem-session-"));
        }
    }
}
