package io.remdb.bench.data;

import io.remdb.json.Json;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of the benchmark tables, by seed and number. Thread-safe.
 *
 * @param seed other seeds give other texts, categories and vectors
 */
public record Rows(long seed) {
    /** Values of {@code bucket}: one value holds a ten-thousandth of the rows. */
    public static final int BUCKETS = 10_000;

    private static final Instant YEAR_START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int YEAR_SECONDS = 365 * 24 * 3600;
    private static final int ARTICLE_WORDS = 38;
    private static final Category[] CATEGORIES = Category.values();

    /** The key of a row without text. */
    public static String plainKey(long number) {
        return "r-%08d".formatted(number);
    }

    /** The key of an article. */
    public static String articleKey(long number) {
        return "a-%08d".formatted(number);
    }

    /** The number in an article's key. */
    public static long articleNumber(String key) {
        return Long.parseLong(key.substring(2));
    }

    /** Five fields, three of them to be indexed: {@code code, title, category, amount, published}. */
    public String plain(long number) {
        Noise noise = new Noise(seed, number);
        Category category = category(noise);
        return Json.text(Json.object()
                .put("code", plainKey(number))
                .put("title", Texts.contentWords(noise, category, 4))
                .put("category", category.label())
                .put("amount", amount(noise))
                .put("published", published(noise).toString()));
    }

    /** A row that is nothing but its key, an address. */
    public String page(long number) {
        return Json.text(Json.object().put("uri", pageKey(number)));
    }

    /** The address of a page: a folder, three words of its title, a number. */
    public String pageKey(long number) {
        Noise noise = new Noise(seed ^ 0xADD8L, number);
        Category category = category(noise);
        return "https://docs.example.org/" + category.label() + "/" + title(noise, category) + "-"
                + Long.toString(number, Character.MAX_RADIX);
    }

    /** The words of a page's title as somebody types them, with one error. */
    public String typedTitle(long number) {
        Noise noise = new Noise(seed ^ 0xADD8L, number);
        return withError(noise, title(noise, category(noise)).replace('-', ' '));
    }

    /** The address of a page as somebody types it, with one error. */
    public String typedPageKey(long number) {
        return withError(new Noise(seed ^ 0x79E0L, number), pageKey(number));
    }

    private static String title(Noise noise, Category category) {
        return Texts.contentWords(noise, category, 3).replace(' ', '-');
    }

    /** One letter becomes another, wherever it stands. */
    private static String withError(Noise noise, String text) {
        int at = noise.nextInt(text.length());
        return text.substring(0, at) + (text.charAt(at) == 'x' ? 'y' : 'x') + text.substring(at + 1);
    }

    /** The plain rows {@code from} (included) to {@code to} (excluded). */
    public Iterator<String> plain(long from, long to) {
        return LongStream.range(from, to).mapToObj(this::plain).iterator();
    }

    /** A document of about fifty tokens with its mark and fields to filter by. */
    public String article(long number) {
        Noise noise = new Noise(seed, number);
        Category category = category(noise);
        ObjectNode row = Json.object()
                .put("code", articleKey(number))
                .put("title", Texts.capitalised(Texts.contentWords(noise, category, 4)))
                .put(
                        "content",
                        Texts.sentences(noise, category, ARTICLE_WORDS) + " "
                                + mark(number).word())
                .put("category", category.label())
                .put("published", published(noise).toString())
                .put("rating", noise.nextInt(51) / 10.0)
                .put("views", noise.nextInt(100_000))
                .put("bucket", bucket(number));
        ArrayNode tags = row.putArray("tags");
        int count = 1 + noise.nextInt(3);
        for (int i = 0; i < count; i++) {
            tags.add(Texts.contentWords(noise, category, 1));
        }
        return Json.text(row);
    }

    /** A document to embed with a language model: key, text of so many words. */
    public String document(long number, int words) {
        Noise noise = new Noise(seed ^ words, number);
        return Json.text(Json.object()
                .put("code", "d-" + words + "-" + number)
                .put("content", Texts.sentences(noise, category(noise), words)));
    }

    /** Which vector an article has. */
    public Mark mark(long number) {
        return Mark.draw(new Noise(seed ^ 0x5EEDL, number), number);
    }

    /** 0 to {@link #BUCKETS} - 1, independent of everything else in the article, the same number of articles in each. */
    public int bucket(long number) {
        return (int) Math.floorMod(number * 7919 + (seed & 0xFFFF), (long) BUCKETS);
    }

    /** A question to the articles: three words of one field, and the mark of a vector that no article has. */
    public Question question(int number) {
        Noise noise = new Noise(seed ^ 0x9E57L, number);
        Mark mark = Mark.draw(noise, 1_000_000_000_000L + number);
        return new Question(Texts.contentWords(noise, category(noise), 3), mark);
    }

    /** The label of a category drawn for a query. */
    public static String categoryLabel(int number) {
        return CATEGORIES[Math.floorMod(number, CATEGORIES.length)].label();
    }

    private static Category category(Noise noise) {
        return CATEGORIES[noise.nextInt(CATEGORIES.length)];
    }

    private static double amount(Noise noise) {
        return noise.nextInt(1_000_000) / 100.0;
    }

    private static Instant published(Noise noise) {
        return YEAR_START.plusSeconds(noise.nextInt(YEAR_SECONDS));
    }

    /**
     * What a search asks for.
     *
     * @param words for a search by words
     * @param mark for a search by vector
     */
    public record Question(String words, Mark mark) {
        /** Both in one text; the mark is no word of any article. */
        public String text() {
            return words + " " + mark.word();
        }
    }
}
