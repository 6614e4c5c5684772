package io.remdb.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the README's tour as a reader would: each {@code $} line of its console blocks in one shell, in an empty folder beside
 * the examples. What the README shows of the output must be in it, line by line and in order; {@code ...} stands for any lines.
 */
class ReadmeTourTest {
    private static final int LONGEST_TOUR_MINUTES = 5;

    /** What the test itself puts beside the tour. */
    private static final Set<String> OURS = Set.of("examples", "rem", "home", "temporary", "tour.sh", "output.txt");

    @TempDir
    Path folder;

    private record Step(String command, List<String> expected) {}

    @Test
    void everyCommandOfTheTourDoesWhatTheReadmeShows() throws Exception {
        List<Step> steps = steps(ProjectFiles.text(ProjectFiles.root().resolve("README.md")));
        assertThat(steps).hasSizeGreaterThan(5);
        prepare();
        Path script = folder.resolve("tour.sh");
        Files.writeString(script, script(steps));
        Path output = folder.resolve("output.txt");
        Process shell = shell(script, output);
        assertThat(shell.waitFor(LONGEST_TOUR_MINUTES, TimeUnit.MINUTES)).isTrue();
        List<String> printed = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertThat(shell.exitValue()).as(String.join("\n", printed)).isZero();
        for (int i = 0; i < steps.size(); i++) {
            assertShown(steps.get(i), section(printed, i));
        }
        assertThat(left())
                .isNotEmpty()
                .isSubsetOf(ProjectFiles.text(ProjectFiles.root().resolve(".gitignore"))
                        .lines()
                        .toList());
    }

    /** What the tour leaves behind in the clone of somebody who follows it there, as {@code .gitignore} names it. */
    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !OURS.contains(name))
                    .map(name -> "/" + name)
                    .toList();
        }
    }

    private static List<Step> steps(String readme) {
        List<Step> steps = new ArrayList<>();
        boolean inside = false;
        for (String line : readme.lines().toList()) {
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
            } else if (inside) {
                steps.getLast().expected().add(line);
            }
        }
        return steps;
    }

    /** A folder that holds what a clone has, and a {@code rem} that runs the classes under test. */
    private void prepare() throws IOException {
        Files.createSymbolicLink(folder.resolve("examples"), ProjectFiles.root().resolve("examples"));
        Path rem = folder.resolve("rem");
        Files.writeString(rem, """
                #!/bin/sh
                exec '%s' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
                -XX:TieredStopAtLevel=1 -cp '%s' io.remdb.cli.Rem "$@"
                """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(rem, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String script(List<Step> steps) {
        StringBuilder script = new StringBuilder("set -e\n");
        for (int i = 0; i < steps.size(); i++) {
            script.append("echo '### ")
                    .append(i)
                    .append("'\n")
                    .append(steps.get(i).command())
                    .append('\n');
        }
        return script.toString();
    }

    private Process shell(Path script, Path output) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString());
        shell.directory(folder.toFile());
        shell.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        shell.environment().put("P8_HOME", folder.resolve("home").toString());
        shell.environment()
                .put(
                        "TMPDIR",
                        Files.createDirectory(folder.resolve("temporary")).toString());
        return shell.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static List<String> section(List<String> printed, int step) {
        int start = printed.indexOf("### " + step) + 1;
        int end = printed.indexOf("### " + (step + 1));
        return printed.subList(start, end < 0 ? printed.size() : end);
    }

    private static void assertShown(Step step, List<String> printed) {
        int from = 0;
        for (String line : step.expected()) {
            if (!line.isBlank() && !line.strip().equals("...")) {
                int found = from;
                while (found < printed.size() && !printed.get(found).strip().equals(line.strip())) {
                    found++;
                }
                assertThat(found)
                        .as("after `%s`, the line `%s` in:%n%s", step.command(), line, String.join("\n", printed))
                        .isLessThan(printed.size());
                from = found + 1;
            }
        }
    }
}
