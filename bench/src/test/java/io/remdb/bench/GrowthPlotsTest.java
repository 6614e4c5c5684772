package io.remdb.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.bench.chart.Svg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthPlotsTest {
    private static final Result GET = Result.of("get by id", 10).withBudget(Budget.GET);
    private static final Result LOOKUP = Result.of("lookup by key", 10);

    @TempDir
    private Path folder;

    @Test
    void lineHasAPointForEachReportThatHasTheOperation() {
        Path few = report(10_000, GET.withP50(0.01), LOOKUP.withP50(0.02));
        Path more = report(100_000, GET.withP50(0.02), Result.failed("lookup", "gone"));
        Path most = report(1_000_000, GET.withP50(0.05), LOOKUP.withP50(0.2));

        Svg svg = only("reading-by-key.svg", most, few, more);

        assertThat(svg.curves()).containsExactly("get by id", "lookup by key");
        assertThat(svg.points("get by id")).hasSize(3);
        assertThat(svg.points("lookup by key")).hasSize(2);
        assertThat(svg.points("lookup by key").getLast().getFirst())
                .isEqualTo(svg.points("get by id").getLast().getFirst())
                .isCloseTo(svg.label("1,000,000", "x"), within(0.011));
        assertThat(svg.points("get by id").getFirst().getLast()).isCloseTo(svg.label("0.01", "y") - 4, within(0.011));
    }

    @Test
    void saysWhatItWasMeasuredOnAndWhen() {
        Svg svg = only("reading-by-key.svg", report(10_000, GET.withP50(0.01)), report(100_000, GET.withP50(0.02)));

        assertThat(svg.texts())
                .contains("Reading by key", "rows of each table", "milliseconds (p50)")
                .contains("cpu AMD <EPYC> & co, cores 2, memory 7.8 GB")
                .contains("measured with 10,000 rows on 2026-01-02, 100,000 rows on 2026-01-03")
                .contains("get by id (budget: 0.01 ms)", "budget 0.01")
                .contains("budgets are for 1,000,000 rows where they name no other number");
    }

    @Test
    void saysOfTheMachineWhatAllReportsSay() {
        var grown = SampleReport.machine("AMD <EPYC> & co", "2");
        grown.put("memory", "16 GB");
        Path few = report(10_000, LOOKUP.withP50(0.01));
        Path more = SampleReport.write(folder.resolve("b.json"), 20_000, grown, false, LOOKUP.withP50(0.01));

        assertThat(only("reading-by-key.svg", few, more).texts())
                .contains("cpu AMD <EPYC> & co, cores 2")
                .doesNotContain("budgets are for 1,000,000 rows where they name no other number");
    }

    @Test
    void eachGroupHasItsFile() {
        Path report = report(
                10_000,
                GET.withP50(1),
                Result.of("insert without embedding", 1).withP50(1),
                Result.of("batch insert without embedding", 1)
                        .withRate(30_000, "rows")
                        .withFigure("flushed", 20_000, "rows/s"),
                Result.of("vector search, 10 hits", 1).withP50(1),
                Result.of("vector search, 10 hits, 2 threads", 1).withRate(1, "ops"),
                Result.of("hybrid search, 3 words, 10 hits", 1).withP50(1),
                Result.of("SQL GROUP BY over all rows, AVG", 1)
                        .withP50(1)
                        .withFigure(Figure.PER_ROW, 10, "ns")
                        .withBudget(Budget.SQL_GROUP_BY),
                Result.of("traversal, 3 hops, 40 nodes", 1).withP50(1),
                Result.of("open the database", 1).withP50(1),
                Result.of("export, csv", 1).withP50(1),
                Result.of("size on disk, both tables", 20_000)
                        .withFigure("all", 20, "MB")
                        .withFigure(Figure.PER_ROW, 1048.576, "bytes")
                        .withFigure("store", 10, "MB")
                        .withFigure("empty", 0, "MB"),
                Result.of("heap in use after a collection", 20_000).withFigure("heap", 40, "MB"));

        assertThat(draw(report))
                .containsExactly(
                        "reading-by-key.svg",
                        "writing.svg",
                        "vector-search.svg",
                        "keyword-and-hybrid-search.svg",
                        "sql.svg",
                        "graph.svg",
                        "opening.svg",
                        "export.svg",
                        "batch-insert.svg",
                        "memory-and-disk.svg",
                        "group-by.svg");
        assertThat(read("vector-search.svg").curves()).containsExactly("vector search, 10 hits");
        assertThat(read("batch-insert.svg").curves())
                .containsExactly("batch insert without embedding", "batch insert without embedding, flushed");
        assertThat(read("memory-and-disk.svg").curves())
                .containsExactly(
                        "size on disk, both tables",
                        "size on disk, both tables, store",
                        "heap in use after a collection");
        assertThat(tooltips("memory-and-disk.svg"))
                .anyMatch(text -> text.startsWith("size on disk, both tables: 1,048.576 bytes a row"));
        assertThat(read("sql.svg").ofClass("g", "limit")).isEmpty();
        assertThat(read("group-by.svg").texts()).contains("SQL GROUP BY over all rows, AVG (budget: 50 ns a row)");
    }

    @Test
    void filesAreReplacedWholeAndNothingElseIsLeft() throws IOException {
        Path plots = Files.createDirectories(folder.resolve("plots"));
        Files.writeString(plots.resolve("reading-by-key.svg"), "a former one");

        draw(report(10_000, GET.withP50(0.01)));

        assertThat(read("reading-by-key.svg").curves()).hasSize(1);
        try (Stream<Path> files = Files.list(plots)) {
            assertThat(files).containsExactly(plots.resolve("reading-by-key.svg"));
        }
    }

    @Test
    void folderThatIsAFileIsAnError() throws IOException {
        Path report = report(10_000, GET.withP50(0.01));
        Files.writeString(folder.resolve("plots"), "");

        assertRefused(() -> draw(report), ErrorCode.IO_ERROR, "cannot be written", "plots");
    }

    @Test
    void placeThatIsTakenLeavesNoTemporaryFile() throws IOException {
        Path report = report(10_000, GET.withP50(0.01));
        Path taken = Files.createDirectories(folder.resolve("plots/reading-by-key.svg/folder"));

        assertRefused(() -> draw(report), ErrorCode.IO_ERROR, "cannot be written", "reading-by-key.svg");

        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            assertThat(files).containsExactly(taken.getParent());
        }
    }

    @Test
    void machinesAreNotMixed() {
        Path here = report(10_000, GET.withP50(0.01));
        for (var machine : List.of(SampleReport.machine("Xeon", "2"), SampleReport.machine("AMD <EPYC> & co", "4"))) {
            Path there = SampleReport.write(folder.resolve("there.json"), 20_000, machine, false, GET.withP50(0.01));

            assertRefused(
                    () -> draw(here, there),
                    ErrorCode.INVALID_ARGUMENT,
                    "different machines",
                    here.toString(),
                    there.toString(),
                    machine.get("cpu") + ", cores " + machine.get("cores"));
        }
    }

    @Test
    void encryptedAndPlainAreNotMixed() {
        Path plain = report(10_000, GET.withP50(0.01));
        Path sealed = SampleReport.write(
                folder.resolve("sealed.json"), 20_000, SampleReport.MACHINE, true, GET.withP50(0.01));

        assertRefused(
                () -> draw(sealed, plain),
                ErrorCode.INVALID_ARGUMENT,
                "encrypted",
                plain.toString(),
                sealed.toString());
        draw(sealed);
        assertThat(read("reading-by-key.svg").texts()).anyMatch(text -> text.endsWith("; encrypted"));
    }

    @Test
    void sameNumberOfRowsTwiceIsRefused() {
        Path first = report(10_000, GET.withP50(0.01));
        Path other = report(20_000, GET.withP50(0.01));
        Path again = SampleReport.write(folder.resolve("again.json"), 10_000, GET.withP50(0.02));

        assertRefused(
                () -> draw(first, other, again),
                ErrorCode.INVALID_ARGUMENT,
                "same number of rows",
                "rows=10000",
                first.toString(),
                again.toString());
        assertThat(folder.resolve("plots")).doesNotExist();
    }

    @Test
    void reportsWithNothingToDrawAreRefused() {
        Path scan = report(
                10_000, Result.of("raw: scan of 10,000 vectors in memory", 1).withP50(1));

        assertRefused(() -> draw(scan), ErrorCode.INVALID_ARGUMENT, "no figures", scan.toString());
    }

    private Path report(int rows, Result... results) {
        return SampleReport.write(folder.resolve(rows + ".json"), rows, results);
    }

    private List<String> draw(Path... reports) {
        return GrowthPlots.draw(List.of(reports), folder.resolve("plots")).stream()
                .map(file -> folder.resolve("plots").relativize(file).toString())
                .toList();
    }

    private Svg only(String name, Path... reports) {
        assertThat(draw(reports)).containsExactly(name);
        return read(name);
    }

    private Svg read(String name) {
        try {
            return Svg.parse(Files.readString(folder.resolve("plots").resolve(name)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> tooltips(String name) {
        return read(name).all("title").stream()
                .map(title -> title.getTextContent())
                .toList();
    }

    private static void assertRefused(ThrowingCallable work, ErrorCode code, String... texts) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContainingAll(texts);
    }
}
