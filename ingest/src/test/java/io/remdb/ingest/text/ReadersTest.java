package io.remdb.ingest.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ingest.document.Block;
import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The readers of text leave the text as it is, and find what it is made of. */
class ReadersTest {
    private static Document read(String name, String text) {
        TextKind kind = TextKinds.ofName(name).orElseThrow();
        Document document = kind.reader().read(text, kind.contentType());
        assertThat(document.text()).isEqualTo(text);
        return document;
    }

    private static List<String> blocks(Document document) {
        return document.blocks().stream()
                .map(block -> block.kind() + ":"
                        + document.text().substring(block.start(), block.end()).strip())
                .toList();
    }

    @Test
    void markdown() {
        Document document = read("a.md", """
                ---
                title: "A Guide"
                author: Ada
                date: 2025-03-14
                lang: en-GB
                nested: {a: 1}
                ---

                The *first* heading
                ===================
                A paragraph, which
                has two lines.

                ## A [link](https://example.org) in `code` ##

                ```sh
                # no heading

                echo | cat
                ```
                | a | b |
                |---|--:|
                | 1 | 2 |

                - item
                """);
        assertThat(blocks(document))
                .satisfiesExactly(
                        block -> assertThat(block).startsWith("CODE:---"),
                        block -> assertThat(block).startsWith("HEADING:The *first* heading"),
                        block -> assertThat(block).isEqualTo("PARAGRAPH:A paragraph, which\nhas two lines."),
                        block -> assertThat(block).startsWith("HEADING:## A"),
                        block -> assertThat(block).startsWith("CODE:```sh").endsWith("```"),
                        block -> assertThat(block).startsWith("TABLE:| a | b |").endsWith("| 1 | 2 |"),
                        block -> assertThat(block).isEqualTo("PARAGRAPH:- item"));
        assertThat(document.blocks())
                .filteredOn(block -> block.kind() == BlockKind.HEADING)
                .extracting(Block::level, Block::title)
                .containsExactly(tuple(1, "The first heading"), tuple(2, "A link in code"));
        assertThat(document.info())
                .isEqualTo(new DocumentInfo(
                        "A Guide", "Ada", Instant.parse("2025-03-14T00:00:00Z"), null, 0, "en", List.of()));
    }

    @Test
    void markdownThatIsNotWhatItSeems() {
        assertThat(blocks(read("a.md", "---\nno front matter\n"))).containsExactly("PARAGRAPH:---\nno front matter");
        assertThat(blocks(read("a.md", "```\nnever closed\n# heading?\n"))).hasSize(1);
        assertThat(blocks(read("a.md", "#no heading\n####### seven\n    # code\n")))
                .hasSize(1);
        assertThat(blocks(read("a.md", ""))).isEmpty();
        assertThat(blocks(read("a.md", "a | b\nno rule\n"))).hasSize(1);
        assertThat(read("a.md", "\r\n# Title\r\n\r\ntext\r\n").info().title()).isEqualTo("Title");
    }

    @Test
    void markdownThatIsMadeToTakeLongDoesNot() {
        int many = 200_000;
        for (String line : List.of(
                "#" + " ".repeat(many) + "\rx",
                "# a" + " #".repeat(many) + "\rx",
                "#" + " x".repeat(many) + " " + "#".repeat(many) + "x",
                "`".repeat(many) + "x`",
                "~~~" + "~`".repeat(many),
                "# " + "[".repeat(many),
                "# " + "[]".repeat(many) + "](",
                "# " + "[](".repeat(many),
                "# a" + "_".repeat(many) + "b",
                "=".repeat(many) + " ".repeat(many) + "x",
                "a | b\n" + "|-".repeat(many) + "x",
                "a | b\n" + "|-".repeat(many) + "|",
                "---\na:" + " ".repeat(many) + "\rx\n---")) {
            read("a.md", line + "\n");
        }
        Document table = read("a.md", "a | b\n" + "|-".repeat(many) + "|\n");
        assertThat(table.blocks()).extracting(Block::kind).containsExactly(BlockKind.TABLE);
    }

    @Test
    void markdownHeadingsAsTheyAreShown() {
        Document document = read("a.md", """
                # a ##
                ## b#
                ### #
                #
                # ![logo](x.png) of [[one](y)] and [two] (three)
                # snake_case, _stressed_, **strong** and `code`
                | a |
                |:-:|
                ||
                |
                """);
        assertThat(document.blocks())
                .filteredOn(block -> block.kind() == BlockKind.HEADING)
                .extracting(Block::level, Block::title)
                .containsExactly(
                        tuple(1, "a"),
                        tuple(2, "b#"),
                        tuple(3, ""),
                        tuple(1, ""),
                        tuple(1, "logo of [one] and [two] (three)"),
                        tuple(1, "snake_case, stressed, strong and code"));
        assertThat(document.blocks().getLast().kind()).isEqualTo(BlockKind.TABLE);
        Document shortened = read("a.md", "# " + "x".repeat(2_000_000) + "\n\ntext\n");
        assertThat(shortened.blocks().getFirst().title()).hasSize(501).endsWith("…");
        assertThat(shortened.info().title()).hasSize(501);
    }

    @Test
    void csvHasRowsWhoseQuotedValuesHaveLineBreaks() {
        Document document = read("a.csv", "name,remark\nHeron,\"two\nlines\"\n\"never closed\nlast,row\n");
        assertThat(blocks(document))
                .containsExactly("ROW:name,remark", "ROW:Heron,\"two\nlines\"", "ROW:\"never closed", "ROW:last,row");
        assertThat(document.info().columns()).containsExactly("name", "remark");
    }

    @Test
    void programsAreCutBetweenTheirPieces() {
        Document document = read("a.py", """
                import sys

                def one():
                    x = 1

                    return x

                def two():
                    return 2
                """);
        assertThat(blocks(document))
                .containsExactly(
                        "CODE:import sys",
                        "CODE:def one():\n    x = 1\n\n    return x",
                        "CODE:def two():\n    return 2");
    }

    @Test
    void plainTextHasParagraphsAndALanguage() {
        Document document = read(
                "a.txt",
                "Der Hafen ist nicht groß, und die Schiffe sind es auch nicht.\n\n\nEs ist"
                        + " eine Stadt mit dem Wasser und der Luft, die von der See kommt.\n");
        assertThat(document.blocks()).hasSize(2);
        assertThat(document.info().language()).isEqualTo("de");
    }

    @Test
    void decodingIsStrict() {
        assertThat(TextDecoder.decode("Grüße".getBytes(StandardCharsets.UTF_8))).isEqualTo("Grüße");
        assertThat(TextDecoder.decode("\uFEFFmark".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("mark");
        assertThat(TextDecoder.decode("\uFEFFwide".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("wide");
        assertThat(TextDecoder.decode("\uFEFFwide".getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo("wide");
        assertThatThrownBy(() -> TextDecoder.decode("ab Grüße".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(RemException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
                    assertThat(e.details()).containsEntry("byte", "5");
                    assertThat(e.hint()).isPresent();
                });
        assertThatThrownBy(() -> TextDecoder.decode(new byte[] {'a', 0, 'b'})).hasMessageContaining("binary");
        assertThat(TextDecoder.looksLikeText("Grüße".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        // A head may end within a character.
        assertThat(TextDecoder.looksLikeText(new byte[] {'a', (byte) 0xC3})).isTrue();
        assertThat(TextDecoder.looksLikeText(new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
                .isFalse();
    }
}
