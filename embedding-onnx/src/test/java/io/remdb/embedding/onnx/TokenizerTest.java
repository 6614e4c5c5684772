package io.remdb.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.embedding.TextTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenizerTest {
    private static final ReferenceTokenizer REFERENCE = new ReferenceTokenizer("/all-minilm-l6-v2-q-tokenizer.json");
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        NativeLibraries.loadTokenizer(TestModels.sharedHome());
        tokenizer = Tokenizer.open("/all-minilm-l6-v2-q-tokenizer.json");
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \t\r\n ",
                "Hello, world!",
                "The QUICK brown-fox; jumps (over) the lazy dog's back.",
                "Crème brûlée à la façon de Zoë, naïve coöperation, Ångström, İstanbul, ΑΘΗΝΑΣ, Straße",
                "e\u0301 decomposed and é composed",
                "東京は日本の首都です。 北京 한국어 문장",
                "混合mixed文字text",
                "emoji 😀 and 👩‍👩‍👧 family, flags 🇩🇪",
                "supercalifragilisticexpialidocious antidisestablishmentarianism",
                "https://example.org/a/b?c=d&e=f#g user@example.org",
                "price: $12.50 — 30% off… “quoted” ‘single’ «guillemets» ¿qué?",
                "x = a[i] += b->c ** 2; // comment\n\treturn !x;",
                "zero\u0000byte and bell\u0007 and replacement\uFFFD",
                "no\u00a0break\u3000ideographic\u2003em space\u200bzero width",
                "مرحبا بالعالم שלום עולם Привет мир नमस्ते दुनिया สวัสดี",
                "1234567890 3.14159 1e-10 0xFF",
                "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠀀𠀁 ﬁ ligature Ⅷ"
            })
    void agreesWithTheDefinition(String text) {
        assertThat(tokenizer.tokens(text)).containsExactly(REFERENCE.tokens(text));
    }

    @Test
    void agreesWithTheDefinitionOnRandomTexts() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            String text = randomText(random);
            assertThat(tokenizer.tokens(text)).as("seed %s: %s", seed, text).containsExactly(REFERENCE.tokens(text));
        }
    }

    @Test
    void countsWithoutTheModel() {
        try (TextTokenizer counting = new LocalEmbeddingProvider()
                .tokenizer("all-MiniLM-L6-v2", TestModels.config(TestModels.sharedHome(), 1))) {
            assertThat(counting.windowTokens()).isEqualTo(254);
            assertThat(counting.count("")).isZero();
            assertThat(counting.count("Hello, world!")).isEqualTo(tokenizer.tokens("Hello, world!").length);
            // Pieces of a long text meet at white space.
            assertThat(counting.count("one two three. ".repeat(3000))).isEqualTo(4 * 3000);
        }
    }

    @Test
    void knowsNoWordOfMoreThanAHundredLetters() {
        assertThat(tokenizer.tokens("a".repeat(101))).containsExactly(100);
        assertThat(tokenizer.tokens("a".repeat(100)))
                .hasSizeGreaterThan(1)
                .containsExactly(REFERENCE.tokens("a".repeat(100)));
    }

    @Test
    void takesEveryCharAlone() {
        long tokens = 0;
        for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
            tokens += tokenizer.tokens("a" + (char) c + "b").length;
        }
        assertThat(tokens).isGreaterThan(Character.MAX_VALUE);
    }

    @Test
    void treatsHalfASurrogatePairAsNothing() {
        assertThat(tokenizer.tokens("ab\uD83Dcd")).containsExactly(tokenizer.tokens("abcd"));
        assertThat(tokenizer.tokens("\uDE00")).isEmpty();
        assertThat(tokenizer.tokens("\uDE00\uD83D 😀")).containsExactly(tokenizer.tokens("😀"));
    }

    @ParameterizedTest
    @EnumSource
    void enclosesInTheTokensOfEveryModel(LocalModel model) {
        try (Tokenizer opened = Tokenizer.open(model.tokenizerResource())) {
            assertThat(opened.firstToken()).isEqualTo(101);
            assertThat(opened.lastToken()).isEqualTo(102);
            assertThat(opened.tokens("hello world")).containsExactly(7592, 2088);
        }
    }

    @Test
    void piecesOfALongTextHaveTheTokensOfTheWhole() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 3 * TextPieces.PIECE_CHARS) {
                text.append(randomText(random)).append(random.nextBoolean() ? " " : "。");
            }
            assertThat(pieceTokens(text.toString()))
                    .as("seed %s", seed)
                    .containsExactly(tokenizer.tokens(text.toString()));
        }
    }

    @Test
    void piecesWithoutWhiteSpaceAreCutBetweenTokens() {
        for (String text : List.of("key:\"value\",".repeat(3000), "東京都".repeat(9000), "a1-b2_".repeat(5000))) {
            assertThat(pieceTokens(text)).containsExactly(tokenizer.tokens(text));
        }
    }

    @Test
    void piecesNeverSplitASurrogatePair() {
        List<String> pieces = new ArrayList<>();
        new TextPieces("x" + "😀".repeat(20_000)).forEachRemaining(pieces::add);
        assertThat(pieces).hasSizeGreaterThan(2).noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)));
        assertThat(String.join("", pieces)).isEqualTo("x" + "😀".repeat(20_000));
    }

    @Test
    void windowsAreFullAndInOrder() {
        List<String> texts = List.of("", "one two", "word ".repeat(600), "  ");
        List<Window> windows = new WindowReader(tokenizer, 256, texts).next(100);
        assertThat(windows).extracting(Window::text).containsExactly(0, 1, 2, 2, 2, 3);
        assertThat(windows).extracting(Window::weight).containsExactly(0, 2, 254, 254, 92, 0);
        assertThat(windows).allSatisfy(window -> {
            assertThat(window.tokens()[0]).isEqualTo(101);
            assertThat(window.tokens()[window.tokens().length - 1]).isEqualTo(102);
        });
    }

    @Test
    void windowsOfATextDoNotDependOnHowManyAreReadAtOnce() {
        List<String> texts = List.of("a b c ".repeat(5000), "", "last");
        List<Window> together = new WindowReader(tokenizer, 256, texts).next(1000);
        WindowReader reader = new WindowReader(tokenizer, 256, texts);
        List<Window> single = new ArrayList<>();
        while (reader.hasNext()) {
            single.addAll(reader.next(1));
        }
        assertThat(single).hasSameSizeAs(together);
        for (int i = 0; i < single.size(); i++) {
            assertThat(single.get(i).tokens()).containsExactly(together.get(i).tokens());
            assertThat(single.get(i).text()).isEqualTo(together.get(i).text());
        }
    }

    private static long[] pieceTokens(String text) {
        List<long[]> parts = new ArrayList<>();
        new TextPieces(text).forEachRemaining(piece -> parts.add(tokenizer.tokens(piece)));
        return parts.stream().flatMapToLong(Arrays::stream).toArray();
    }

    /** Words of several scripts, punctuation, accents and emoji; no code point younger than both sides' Unicode tables. */
    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(60);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append(' ');
                case 1 -> text.append((char) (0x21 + random.nextInt(0x5E)));
                case 2 -> text.append((char) (0xA1 + random.nextInt(0x17F - 0xA1)));
                case 3 -> text.append((char) (0x4E00 + random.nextInt(0x5000)));
                case 4 -> text.append((char) (0x0300 + random.nextInt(0x6F)));
                case 5 -> text.appendCodePoint(0x1F600 + random.nextInt(0x40));
                case 6 -> text.append((char) (0x0400 + random.nextInt(0x100)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString().replace('[', '(').replace(']', ')');
    }
}
