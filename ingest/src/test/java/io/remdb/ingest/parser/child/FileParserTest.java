package io.remdb.ingest.parser.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.parser.Frames;
import io.remdb.ingest.parser.ParseAnswer;
import io.remdb.ingest.parser.ParseRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser's process does, done in this one. */
class FileParserTest {
    private static final Path FILES = Path.of("src", "test", "resources", "files");
    private static final int MOST_CHARACTERS = 100_000;

    @TempDir
    Path folder;

    private final FileParser parser = new FileParser();

    private ParseAnswer parse(Path file, int characters) {
        return parser.parse(new ParseRequest(file.toString(), String.valueOf(file.getFileName()), characters, 3));
    }

    private Document html(String body) throws IOException {
        Path file = Files.writeString(folder.resolve("a.html"), "<html><body>" + body + "</body></html>");
        return ((ParseAnswer.Read) parse(file, MOST_CHARACTERS)).document();
    }

    private static List<String> blocks(Document document) {
        return document.blocks().stream()
                .map(block -> block.kind() + ":"
                        + document.text().substring(block.start(), block.end()).strip())
                .toList();
    }

    @Test
    void titlesOfMegabytesAreShortened() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.html"),
                "<html><head><title>" + "t".repeat(2 << 20) + "</title></head><body><h1>" + "x".repeat(2 << 20)
                        + "</h1><p>text</p></body></html>");
        ParseAnswer answer = parse(file, 4 << 20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Frames.write(answer, new DataOutputStream(bytes));
        Document document = ((ParseAnswer.Read)
                        Frames.readAnswer(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 4 << 20))
                .document();
        assertThat(document.text()).hasSizeGreaterThan(2 << 20);
        assertThat(document.blocks().getFirst().title()).hasSize(501);
        assertThat(document.info().title()).hasSize(501);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docx", "doc", "odt", "epub", "html", "rtf", "pdf", "pptx"})
    void readsFormats(String extension) {
        assertThat(parse(FILES.resolve("report." + extension), MOST_CHARACTERS))
                .isInstanceOfSatisfying(
                        ParseAnswer.Read.class,
                        read -> assertThat(read.document().text().replaceAll("\\s+", " "))
                                .contains("The dredger Heron keeps it at eleven metres."));
        assertThat(parse(FILES.resolve("report." + extension), 100))
                .isInstanceOfSatisfying(ParseAnswer.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
                    assertThat(refused.reason()).contains("limit_characters=100");
                });
    }

    @Test
    void readsAnEmailWithItsAttachments() {
        assertThat(((ParseAnswer.Read) parse(FILES.resolve("mail.eml"), MOST_CHARACTERS))
                        .document()
                        .text())
                .containsSubsequence("quay seven", "report.docx", "dredger");
    }

    @Test
    void keepsTheStructureOfAPage() throws IOException {
        Document document = html("""
                <h1>Ti<b>tle</b></h1><div>One  line<br>and another.<ul><li>first</li><li>sec&shy;ond</li></ul></div>
                <table><tr><th>a</th><th>b</th></tr><tr><td>1<p>x</p></td><td><table><tr><td>2</td></tr></table></td></tr>
                <tr><td></td><td></td></tr></table>
                <pre>  code
                    more</pre><script>hidden()</script><style>p {}</style><h3>Next</h3>tail""");
        assertThat(blocks(document))
                .containsExactly(
                        "HEADING:Title",
                        "PARAGRAPH:One line and another.",
                        "PARAGRAPH:first",
                        "PARAGRAPH:second",
                        "TABLE:a | b\n1 x | 2",
                        "CODE:code\n    more",
                        "HEADING:Next",
                        "PARAGRAPH:tail");
        assertThat(document.blocks())
                .filteredOn(block -> block.kind() == BlockKind.HEADING)
                .extracting(block -> block.level())
                .containsExactly(1, 3);
    }

    @Test
    void wordsThatALineBreaksArePutTogether() {
        assertThat(Tidying.paragraph("infor-\n  mation, a well-\nKnown 5-\n6", true))
                .isEqualTo("information, a well- Known 5- 6");
        assertThat(Tidying.paragraph("infor-\nmation", false)).isEqualTo("infor- mation");
        assertThat(Tidying.rows("a | b\n | \n\nc |  d \n")).isEqualTo("a | b\nc | d");
    }

    @Test
    void answersComeBackAsTheyWereSent() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<ParseAnswer> answers = List.of(
                parse(FILES.resolve("report.docx"), MOST_CHARACTERS),
                new ParseAnswer.Refused(ErrorCode.CORRUPTED, "damaged", "a/b", "why: ü"));
        for (ParseAnswer answer : answers) {
            Frames.write(answer, new DataOutputStream(bytes));
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (ParseAnswer answer : answers) {
            assertThat(Frames.readAnswer(in, MOST_CHARACTERS)).isEqualTo(answer);
        }
    }

    @Test
    void nonsenseIsNoAnswer() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Frames.write(parse(FILES.resolve("report.docx"), MOST_CHARACTERS), new DataOutputStream(whole));
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = whole.toByteArray();
            bytes[random.nextInt(60)] = (byte) random.nextInt();
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            try {
                assertThat(Frames.readAnswer(in, MOST_CHARACTERS)).isNotNull();
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            }
        }
        byte[] junk = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Frames.readAnswer(new DataInputStream(new ByteArrayInputStream(junk)), 10))
                .isInstanceOf(IOException.class);
    }
}
