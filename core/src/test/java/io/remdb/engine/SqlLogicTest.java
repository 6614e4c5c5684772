package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Files of sqllogictest over our tables. */
class SqlLogicTest {
    /** What a query may fail with: why, is said in docs/decisions/006-sql-conformance.md. */
    private static final List<String> ACCEPTED = List.of("neither grouped by nor aggregated");

    @Test
    void runsItsOwnFile() throws IOException {
        SqlLogicRunner runner = run(own());
        assertThat(runner.problems()).isEmpty();
        assertThat(runner.passed()).isGreaterThan(60);
    }

    @Test
    void noticesAWrongResult() throws IOException {
        List<String> lines = own().replace("----\n6\n", "----\n7\n").lines().toList();
        SqlLogicRunner runner = new SqlLogicRunner(Databases.inMemory());
        runner.run(SqlLogicFile.parse(lines));
        assertThat(runner.problems()).isNotEmpty();
    }

    private static String own() throws IOException {
        try (InputStream file = Objects.requireNonNull(SqlLogicTest.class.getResourceAsStream("select.test"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SqlLogicRunner run(String text) {
        try (RemDatabase db = Databases.inMemory()) {
            SqlLogicRunner runner = new SqlLogicRunner(db);
            runner.run(SqlLogicFile.parse(text.lines().toList()));
            return runner;
        }
    }

    /** A file or a folder of files: -Drem.sqllogictest=PATH. */
    @Test
    @EnabledIfSystemProperty(named = "rem.sqllogictest", matches = ".+")
    void runsTheFilesThatItIsGiven() throws IOException {
        List<String> failures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("rem.sqllogictest")))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".test"))
                    .sorted()
                    .toList()) {
                long start = System.nanoTime();
                try (RemDatabase db = Databases.inMemory()) {
                    SqlLogicRunner runner = new SqlLogicRunner(db);
                    runner.run(SqlLogicFile.read(file));
                    List<SqlLogicRunner.Problem> unexpected = runner.problems().stream()
                            .filter(problem -> ACCEPTED.stream().noneMatch(problem.reason()::contains))
                            .toList();
                    System.out.printf(
                            "%s: %d passed, %d accepted, %d failed, %d ms%n",
                            file.getFileName(),
                            runner.passed(),
                            runner.problems().size() - unexpected.size(),
                            unexpected.size(),
                            (System.nanoTime() - start) / 1_000_000);
                    unexpected.forEach(problem -> failures.add(file.getFileName() + ":"
                            + problem.entry().line() + " " + problem.entry().sql() + "\n  " + problem.reason()));
                }
            }
        }
        assertThat(failures).isEmpty();
    }
}
