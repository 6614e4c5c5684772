package io.remdb.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.EstimatedTokenizer;
import io.remdb.embedding.TextTokenizer;
import io.remdb.ingest.Settings;
import io.remdb.ingest.document.Block;
import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentBuilder;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.text.MarkdownReader;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    private static final int SIZE = 40;
    private static final int OVERLAP = 10;

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = Settings.tokenizer();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static List<Chunk> chunks(Document document) {
        return new Chunker(tokenizer, SIZE, OVERLAP, 0).chunks(document);
    }

    private static Document markdown(String text) {
        return new MarkdownReader().read(text, "text/markdown");
    }

    @Test
    void whatChunksHaveOfTheirOwnIsTheText() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            Document document = RandomDocuments.document(random);
            List<Chunk> chunks = chunks(document);
            StringBuilder whole = new StringBuilder();
            int ordinal = 0;
            for (Chunk chunk : chunks) {
                assertThat(chunk.ordinal()).as("seed %s", seed).isEqualTo(ordinal++);
                assertThat(chunk.start()).isBetween(0, chunk.ownStart());
                assertThat(chunk.content(document.text())).isNotBlank();
                assertThat(tokenizer.count(chunk.content(document.text())))
                        .as("seed %s, chunk %s", seed, chunk)
                        .isLessThanOrEqualTo(tokenizer.windowTokens());
                whole.append(document.text(), chunk.ownStart(), chunk.end());
            }
            assertThat(whole.toString())
                    .as("seed %s, run %s", seed, i)
                    .isEqualTo(document.text().isBlank() ? "" : document.text());
        }
    }

    @Test
    void keepsToTheSizeWhereNoHeadingStandsAlone() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            String text = RandomDocuments.prose(random, 300);
            Document document = new DocumentBuilder(text.length())
                    .add(BlockKind.PARAGRAPH, 0, text)
                    .build("text/plain", DocumentInfo.NONE);
            List<Chunk> chunks = chunks(document);
            assertThat(chunks).hasSizeGreaterThan(1);
            for (Chunk chunk : chunks) {
                assertThat(tokenizer.count(chunk.content(text))).isBetween(1, SIZE);
                int repeated = tokenizer.count(text.substring(chunk.start(), chunk.ownStart()));
                assertThat(repeated).isLessThanOrEqualTo(OVERLAP);
            }
            // Sentences are short here, so that each chunk but the first has one to repeat, or its words.
            assertThat(chunks.stream().skip(1).filter(chunk -> chunk.start() < chunk.ownStart()))
                    .hasSizeGreaterThan((chunks.size() - 1) / 2);
        }
    }

    @Test
    void aHeadingBeginsAChunkAndStaysWithWhatFollows() {
        Document document = markdown("""
                # Harbour

                Ships come and go.

                ## Pilots

                ### At night

                A pilot comes on board at the buoy.

                ## Tugs

                Two tugs wait.
                """);
        List<Chunk> chunks = chunks(document);
        assertThat(chunks)
                .extracting(chunk ->
                        chunk.content(document.text()).lines().findFirst().orElseThrow())
                .containsExactly("# Harbour", "## Pilots", "## Tugs");
        assertThat(chunks)
                .extracting(Chunk::headings)
                .containsExactly(
                        List.of("Harbour"), List.of("Harbour", "Pilots", "At night"), List.of("Harbour", "Tugs"));
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.start()).isEqualTo(chunk.ownStart()));
    }

    @Test
    void aTableThatFitsIsWholeAndOneThatDoesNotIsCutBetweenRows() {
        String row = "| %d | a row of the table |\n";
        StringBuilder small = new StringBuilder("| n | text |\n|---|---|\n");
        for (int i = 0; i < 2; i++) {
            small.append(row.formatted(i));
        }
        String before =
                "One sentence stands before the table and takes up most of the chunk that it is in, as it is long.\n\n";
        Document whole = markdown(before + small);
        assertThat(chunks(whole)).hasSize(2);
        assertThat(chunks(whole).getLast().content(whole.text())).endsWith(small);

        StringBuilder large = new StringBuilder("| n | text |\n|---|---|\n");
        for (int i = 0; i < 30; i++) {
            large.append(row.formatted(i));
        }
        Document cut = markdown(large.toString());
        assertThat(chunks(cut))
                .hasSizeGreaterThan(3)
                .allSatisfy(chunk ->
                        assertThat(chunk.content(cut.text())).startsWith("|").endsWith("|\n"));
    }

    @Test
    void aWordOfAnyLengthIsCutAndSoIsWhiteSpace() {
        String word = "x".repeat(100_000);
        Document document = new DocumentBuilder(word.length() + 50_000)
                .add(BlockKind.PARAGRAPH, 0, word)
                .add(BlockKind.PARAGRAPH, 0, " \n".repeat(10_000))
                .build("text/plain", DocumentInfo.NONE);
        List<Chunk> chunks = chunks(document);
        assertThat(chunks).hasSizeGreaterThan(100_000 / (32 * SIZE) - 1);
        assertThat(chunks.getLast().end()).isEqualTo(document.text().length());
    }

    @Test
    void aLineOfMegabytesIsCutInTimeThatGrowsWithItsLength() {
        // Minified JSON: to measure the rest of it for each piece would take hours.
        String json = "{\"number\":12345,\"text\":\"lighthouse\"},".repeat((4 << 20) / 39);
        Document document = new DocumentBuilder(json.length())
                .add(BlockKind.CODE, 0, json)
                .build("application/json", DocumentInfo.NONE);
        List<Chunk> chunks = new Chunker(new EstimatedTokenizer(8191), 200, 30, 0).chunks(document);
        assertThat(chunks).hasSizeGreaterThan(4_000);
        assertThat(chunks.getLast().end()).isEqualTo(json.length());
        assertThat(chunks.stream().skip(1).limit(4_000))
                .allSatisfy(chunk -> assertThat(chunk.end() - chunk.ownStart()).isGreaterThan(200));
    }

    @Test
    void anInterruptEndsTheCutting() {
        Document document = markdown("A sentence. ".repeat(1000));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> chunks(document)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void pagesAreThoseOfAChunksOwnText() {
        DocumentBuilder builder = new DocumentBuilder(10_000);
        for (int page = 1; page <= 3; page++) {
            builder.add(
                    BlockKind.PARAGRAPH,
                    page,
                    "Here is a sentence of page %d. And another one, which is longer.\n\n".formatted(page));
        }
        List<Chunk> chunks = chunks(builder.build("application/pdf", DocumentInfo.NONE));
        assertThat(chunks.getFirst().firstPage()).isEqualTo(1);
        assertThat(chunks.getLast().lastPage()).isEqualTo(3);
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.firstPage()).isLessThanOrEqualTo(chunk.lastPage()));
    }

    @Test
    void refusesSizesThatTheModelDoesNotRead() {
        assertThatThrownBy(() -> new Chunker(tokenizer, 255, 0, 0)).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(e.details()).containsEntry("most", "254");
        });
        assertThatThrownBy(() -> new Chunker(tokenizer, 200, 0, 60)).hasMessageContaining("most=194");
        assertThatThrownBy(() -> new Chunker(tokenizer, 20, 10, 0)).hasMessageContaining("overlap");
        assertThat(new Chunker(new EstimatedTokenizer(8191), 4000, 100, 0)).isNotNull();
    }

    /** Documents that look like nothing anybody wrote. */
    private static final class RandomDocuments {
        private static final List<BlockKind> KINDS = List.of(BlockKind.values());
        private static final String[] WORDS = {
            "harbour",
            "ship",
            "the",
            "a",
            "of",
            "lighthouse",
            "Überseehafen",
            "naïve",
            "東京は日本の首都です。",
            "😀",
            "x",
            "3.14",
            "e.g.",
            "antidisestablishmentarianism",
            "{",
            "}",
            "->",
            "\uD83D",
            "a".repeat(150),
            "\u00a0",
            "\t",
            "\r\n",
            "“quoted”"
        };

        static String prose(Random random, int words) {
            StringBuilder text = new StringBuilder();
            int sentence = 0;
            for (int i = 0; i < words; i++) {
                boolean ends = ++sentence > 3 + random.nextInt(8);
                text.append(sentence == 1 ? "The " : "")
                        .append(WORDS[random.nextInt(7)])
                        .append(ends ? ". " : " ");
                sentence = ends ? 0 : sentence;
            }
            return text.toString();
        }

        static Document document(Random random) {
            DocumentBuilder builder = new DocumentBuilder(1 << 20);
            int blocks = random.nextInt(12);
            for (int i = 0; i < blocks; i++) {
                String text = text(random);
                BlockKind kind = KINDS.get(random.nextInt(KINDS.size()));
                if (kind == BlockKind.HEADING) {
                    builder.addHeading(1 + random.nextInt(Block.DEEPEST_LEVEL), "title", i, text);
                } else {
                    builder.add(kind, i, text);
                }
            }
            return builder.build("text/plain", DocumentInfo.NONE);
        }

        private static String text(Random random) {
            StringBuilder text = new StringBuilder();
            int words = random.nextInt(random.nextInt(10) == 0 ? 400 : 30);
            for (int i = 0; i < words; i++) {
                text.append(WORDS[random.nextInt(WORDS.length)]);
                text.append(
                        switch (random.nextInt(6)) {
                            case 0 -> ". ";
                            case 1 -> "\n";
                            case 2 -> "";
                            case 3 -> "\n\n";
                            default -> " ";
                        });
            }
            return random.nextInt(20) == 0 ? " ".repeat(random.nextInt(5_000)) : text.toString();
        }
    }
}
