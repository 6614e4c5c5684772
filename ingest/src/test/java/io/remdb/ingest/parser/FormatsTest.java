package io.remdb.ingest.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ingest.document.Block;
import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that real programs made (see their README): what is read is what a person sees. */
class FormatsTest {
    private static final Path FILES =
            Path.of("src", "test", "resources", "files").toAbsolutePath();

    @TempDir
    static Path temporary;

    private static ParserProcess parser;

    @BeforeAll
    static void open() {
        parser = new ParserProcess(ParserLimits.DEFAULTS, temporary);
    }

    @AfterAll
    static void close() {
        parser.close();
    }

    private static Document read(String name) {
        return parser.parse(FILES.resolve(name), name);
    }

    private static List<String> texts(Document document, BlockKind kind) {
        return document.blocks().stream()
                .filter(block -> block.kind() == kind)
                .map(block ->
                        document.text().substring(block.start(), block.end()).strip())
                .toList();
    }

    /** The words in their order, whatever is between them. */
    private static String words(String text) {
        return String.join(" ", text.split("[^\\p{L}\\p{N},.]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docx", "doc", "odt", "epub", "html", "rtf", "pdf", "pptx"})
    void everythingThatTheReportSaysInItsOrder(String extension) {
        Document document = read("report." + extension);
        assertThat(words(document.text()))
                .containsSubsequence(
                        "The Harbour Report",
                        "Ada Marlowe",
                        "Overview",
                        "The harbour of Port Selwyn handled 4,812 ships in the year 2024. Traffic grew by six percent, and the"
                                + " number of accidents fell for the third year in a row.",
                        "Pilots and tugs",
                        "Every ship of more than 300 tonnes takes a pilot on board at the outer buoy. Two tugs wait at the mole"
                                + " when the wind blows from the north west with more than seven Beaufort.",
                        "Month Ships Accidents January 391 2 February 377 0 March 402 1",
                        "Dredging",
                        "The fairway silts up by forty centimetres a year. The dredger Heron keeps it at eleven metres.",
                        "Equipment",
                        "a suction head of four metres",
                        "a hopper of 1,200 cubic metres",
                        "def volume length, width, depth",
                        "return length width depth");
        assertThat(document.info().language()).isEqualTo("en");
        if (!extension.equals("rtf")) { // pandoc's has none
            assertThat(document.info().title()).isEqualTo("The Harbour Report");
            assertThat(document.info().author()).isEqualTo("Ada Marlowe");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docx", "doc", "odt", "epub", "html"})
    void headingsAndTables(String extension) {
        Document document = read("report." + extension);
        assertThat(document.blocks())
                .filteredOn(block ->
                        block.kind() == BlockKind.HEADING && !block.title().equals("The Harbour Report"))
                .extracting(block -> block.level() + " " + block.title())
                .containsExactly("1 Overview", "2 Pilots and tugs", "1 Dredging", "2 Equipment");
        assertThat(texts(document, BlockKind.TABLE))
                .containsExactly("Month | Ships | Accidents\nJanuary | 391 | 2\nFebruary | 377 | 0\nMarch | 402 | 1");
    }

    @Test
    void slidesHaveTitlesAndNumbers() {
        Document document = read("report.pptx");
        assertThat(document.blocks())
                .filteredOn(block -> block.title().equals("Pilots and tugs"))
                .extracting(Block::page)
                .containsExactly(4);
        assertThat(document.info().pages()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xlsx", "ods"})
    void sheetsHaveRowsAndCells(String extension) {
        assertThat(texts(read("ships." + extension), BlockKind.TABLE)).containsExactly("""
                        name | flag | tonnes | remark
                        Heron | Malta | 1200 | dredger, suction
                        Albatross | Norway | 54000 | bulk carrier waits for a berth
                        Kittiwake | Ireland | 890 | ferry""");
    }

    @Test
    void columnsOfAPageAreReadOneAfterTheOther() {
        Document document = read("two-columns.pdf");
        assertThat(words(document.text()))
                .containsSubsequence(
                        "The lamp of the lighthouse burns from dusk to dawn. Its beam is seen over nineteen miles. A keeper"
                                + " climbs two hundred and four steps every evening to wind the clockwork that turns the lens.",
                        "In fog the horn sounds three times a minute.",
                        "its walls are two metres thick at the base.",
                        "Supplies come by boat on the first Tuesday of each month. When the sea is too rough they are hauled up"
                                + " on a rope from the lee side of the rock.",
                        "Hens are kept in the old oil store.",
                        "to count the birds that strike the glass.");
    }

    @Test
    void everyPageOfAHundredIsRead() {
        Document document = read("hundred-pages.pdf");
        assertThat(document.info().pages()).isEqualTo(100);
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (int page = 1; page <= 100; page++) {
            expected.add(
                    page + ": Chapter " + page + ". On day " + page + " of the voyage the ship logged " + (100 + page)
                            + " miles, and the cook counted " + 3 * page + " loaves. The mark of this page is quarry"
                            + "%04d.".formatted(7 * page));
        }
        document.blocks()
                .forEach(block -> found.add(block.page() + ": "
                        + document.text().substring(block.start(), block.end()).strip()));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void anEmailHasItsHeaderItsTextAndItsAttachment() {
        Document document = read("mail.eml");
        assertThat(document.info().title()).isEqualTo("Berth for the Albatross");
        assertThat(document.info().author()).isEqualTo("Ada Marlowe <ada@port.example>");
        assertThat(document.info().created()).isEqualTo(Instant.parse("2025-02-03T09:15:00Z"));
        assertThat(document.text())
                .startsWith("Berth for the Albatross")
                .containsSubsequence(
                        "To: Ben Okafor <ben@ships.example>",
                        "the Albatross may berth at quay seven from Thursday on.",
                        "report.docx",
                        "The dredger Heron keeps it at eleven metres.");
    }

    @Test
    void whatAFileIsCountsAndNotWhatItIsCalled() {
        Document document = parser.parse(FILES.resolve("report.docx"), "report.pdf");
        assertThat(document.contentType()).contains("wordprocessingml");
    }
}
