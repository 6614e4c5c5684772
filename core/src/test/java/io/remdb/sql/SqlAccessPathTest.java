package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.schema.Field;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which index a statement is answered by, and that the answer is the same without one. */
class SqlAccessPathTest {
    private final SqlFixture db = new SqlFixture();
    private CatalogTable articles;

    @BeforeEach
    void fill() {
        articles = db.articles();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add("{\"title\":\"T%d\",\"category\":\"c%d\",\"views\":%d,\"score\":%d.5,\"tags\":[\"t%d\",\"all\"]}"
                    .formatted(i, i % 50, i, i % 7, i % 100));
        }
        db.insertAll(articles, rows);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void equalityAndRangesUseTheIndexOfTheField() {
        assertUses("SELECT * FROM articles WHERE category = 'c5'", "articles.category_index: category = 'c5'", 40);
        assertUses("SELECT * FROM articles WHERE views BETWEEN 10 AND 19", "articles.views_index", 10);
        assertUses("SELECT * FROM articles WHERE views < 10", "articles.views_index", 10);
        assertUses("SELECT * FROM articles WHERE category IN ('c1', 'c2')", "articles.category_index", 80);
        assertUses("SELECT * FROM articles WHERE category LIKE 'c49%'", "articles.category_index", 40);
        assertUses("SELECT * FROM articles WHERE category IS NULL", "articles.category_index", 0);
        assertUses(
                "SELECT * FROM articles WHERE created_at < TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:05.000016Z'",
                "articles.created_at_index",
                10);
        assertUses("SELECT * FROM articles WHERE author IS NULL AND views = 3", "articles.views_index", 1);
    }

    @Test
    void theMoreSelectiveIndexIsChosenByTheValuesOfTheStatement() {
        assertUses("SELECT * FROM articles WHERE views < 1990 AND category = 'c5'", "articles.category_index", 40);
        assertUses("SELECT * FROM articles WHERE views < 6 AND category = 'c5'", "articles.views_index", 1);
        assertUses("SELECT * FROM articles WHERE views >= 0", "articles.scan", 2_000);
        assertUses("SELECT * FROM articles WHERE score = 1.5", "articles.scan", 286);
    }

    @Test
    void aParameterThatFewRowsEqualGetsAnotherPlanThanOneThatManyDo() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            rows.add("{\"category\":\"common\",\"views\":%d}".formatted(i));
        }
        rows.add("{\"category\":\"rare\",\"views\":-2}");
        rows.add("{\"category\":\"rare\",\"views\":-1}");
        db.insertAll(articles, rows);
        String sql = "SELECT views FROM articles WHERE category = ? ORDER BY views DESC LIMIT 2";
        for (int round = 0; round < 2; round++) {
            assertThat(db.plan(sql, "common")).contains("articles.views_index");
            assertThat(db.plan(sql, "rare")).contains("articles.category_index");
            assertThat(db.column(sql, "rare")).containsExactly(-1L, -2L);
            assertThat(db.column(sql, "common")).containsExactly(1_499L, 1_498L);
            assertThat(db.column(sql, "c9")).containsExactly(1_959L, 1_909L);
            assertThat(db.column(sql, "none")).isEmpty();
        }
    }

    @Test
    void anIdIsLookedUp() {
        Object id = db.column("SELECT id FROM articles WHERE views = 7").getFirst();
        assertThat(db.plan("SELECT title FROM articles WHERE id = ?", id)).contains("articles.primary");
        assertThat(db.column("SELECT title FROM articles WHERE id = ?", id)).containsExactly("T7");
        assertThat(db.column("SELECT title FROM articles WHERE id = ?", String.valueOf(id)))
                .containsExactly("T7");
        assertThat(db.column("SELECT title FROM articles WHERE id = ?", UUID.randomUUID()))
                .isEmpty();
    }

    @Test
    void idsAreReadInOrderAndBackwards() {
        List<Object> ids = new ArrayList<>(db.column("SELECT id FROM articles ORDER BY id"));
        assertThat(ids).hasSize(2_000);
        assertThat(db.column("SELECT id FROM articles ORDER BY id DESC")).isEqualTo(ids.reversed());
        assertThat(db.column("SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT 3", ids.get(99)))
                .isEqualTo(ids.subList(100, 103));
    }

    @Test
    void anElementOfAnArrayIsLookedUp() {
        assertUses("SELECT * FROM articles WHERE 't42' = ANY(tags)", "articles.tags_index", 20);
        assertUses("SELECT * FROM articles a WHERE 't42' = ANY(a.tags) AND views > 1000", "articles.tags_index", 10);
        assertThat(db.rows("SELECT id FROM articles WHERE ? = ANY(tags)", "t42"))
                .hasSize(20);
        assertThat(db.rows("SELECT id FROM articles WHERE 't42' = ANY(tags) OR views = 1"))
                .hasSize(21);
        assertThat(db.rows("SELECT id FROM articles WHERE NOT ('t42' = ANY(tags))"))
                .hasSize(1_980);
    }

    @Test
    void orderByWithALimitReadsTheIndexBackwards() {
        String latest = "SELECT views FROM articles ORDER BY created_at DESC LIMIT 3";
        assertThat(db.plan(latest)).contains("articles.created_at_index").contains("index sorted: descending");
        assertThat(db.column(latest)).containsExactly(1_999L, 1_998L, 1_997L);
        String least = "SELECT views FROM articles ORDER BY views LIMIT 3";
        assertThat(db.plan(least)).contains("articles.views_index").contains("index sorted: ascending");
        assertThat(db.column(least)).containsExactly(0L, 1L, 2L);
        assertThat(db.column("SELECT views FROM articles WHERE category = 'c9' ORDER BY views DESC LIMIT 2"))
                .containsExactly(1_959L, 1_909L);
    }

    @Test
    void nullsComeFirstUpwardsAndLastDownwards() {
        CatalogTable table = db.define("few", SqlFixture.indexed("n", ScalarType.INTEGER));
        db.insert(table, "{\"n\":1}");
        db.insert(table, "{}");
        db.insert(table, "{\"n\":2}");
        assertThat(db.column("SELECT n FROM few ORDER BY n")).containsExactly(null, 1L, 2L);
        assertThat(db.column("SELECT n FROM few ORDER BY n DESC")).containsExactly(2L, 1L, null);
        assertThat(db.column("SELECT n FROM few ORDER BY n NULLS LAST")).containsExactly(1L, 2L, null);
        assertThat(db.column("SELECT MIN(n) FROM few")).containsExactly(1L);
    }

    @Test
    void countMinAndMaxAreLookedUp() {
        String sql = "SELECT COUNT(*), MIN(views), MAX(views), MAX(created_at) FROM articles";
        assertThat(db.plan(sql)).contains("direct lookup");
        assertThat(db.rows(sql).getFirst()).startsWith("{\"COUNT(*)\":2000,\"MIN(views)\":0,\"MAX(views)\":1999");
    }

    @Test
    void aCoveringIndexGroupsWithoutReadingRows() {
        String sql = "SELECT category, COUNT(*) AS n FROM articles GROUP BY category";
        assertThat(db.plan(sql)).contains("articles.category_index").contains("group sorted");
        assertThat(db.rows(sql)).hasSize(50).contains("{\"category\":\"c0\",\"n\":40}");
        assertThat(db.plan("SELECT category, SUM(views) FROM articles GROUP BY category"))
                .contains("articles.scan");
    }

    @Test
    void tablesJoinThroughIdsAndThroughIndexes() {
        CatalogTable authors = db.define("authors", SqlFixture.indexed("name", ScalarType.TEXT));
        UUID author = db.insert(authors, "{\"name\":\"Ann\"}");
        db.insert(articles, "{\"title\":\"By Ann\",\"author\":\"" + author + "\"}");
        String byId =
                "SELECT a.title, w.name FROM articles a JOIN authors w ON w.id = a.author WHERE a.title = 'By Ann'";
        assertThat(db.rows(byId)).containsExactly("{\"title\":\"By Ann\",\"name\":\"Ann\"}");
        String byIndex = "SELECT a.title FROM authors w JOIN articles a ON a.author = w.id WHERE w.name = 'Ann'";
        assertThat(db.plan(byIndex)).contains("articles.author_index: author = w.id");
        assertThat(db.column(byIndex)).containsExactly("By Ann");
        assertThat(db.column(
                        "SELECT COUNT(*) FROM articles a LEFT JOIN authors w ON w.id = a.author WHERE w.id IS NULL"))
                .containsExactly(2_000L);
    }

    @Test
    void manyTablesCostNothingBeforeTheyAreNamed() {
        for (int i = 0; i < 300; i++) {
            db.define("table_" + i, SqlFixture.indexed("n", ScalarType.INTEGER));
        }
        assertThat(db.rows("SELECT * FROM table_299")).isEmpty();
    }

    @Test
    void indexesAnswerAsAFullScanDoes() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SqlAccessPathTest seed " + seed);
        Random random = new Random(seed);
        Field[] indexed = {
            SqlFixture.indexed("a", ScalarType.INTEGER),
            SqlFixture.indexed("b", ScalarType.TEXT),
            SqlFixture.indexed("c", ScalarType.NUMBER),
            SqlFixture.scalar("d", ScalarType.INTEGER)
        };
        Field[] plain = {
            SqlFixture.scalar("a", ScalarType.INTEGER),
            SqlFixture.scalar("b", ScalarType.TEXT),
            SqlFixture.scalar("c", ScalarType.NUMBER),
            SqlFixture.scalar("d", ScalarType.INTEGER)
        };
        CatalogTable fast = db.define("fast", indexed);
        CatalogTable slow = db.define("slow", plain);
        for (int i = 0; i < 400; i++) {
            String row = randomRow(random, i);
            boolean deleted = random.nextInt(10) == 0;
            UUID id = UUID.randomUUID();
            db.put(fast, id, row, deleted);
            UUID other = UUID.randomUUID();
            db.put(slow, other, row, deleted);
            if (random.nextInt(5) == 0) { // written again: stale index entries must be gone
                String again = randomRow(random, i);
                db.put(fast, id, again, deleted);
                db.put(slow, other, again, deleted);
            }
        }
        for (int i = 0; i < 300; i++) {
            String predicate = randomPredicate(random, 2);
            String select = "SELECT d, a, b, c FROM TABLE WHERE " + predicate;
            assertThat(new HashSet<>(answer(select, fast)))
                    .as("seed %d: %s", seed, predicate)
                    .isEqualTo(new HashSet<>(answer(select, slow)));
            String ordered = "SELECT d FROM TABLE WHERE " + predicate + " ORDER BY a DESC, d LIMIT 7";
            assertThat(answer(ordered, fast))
                    .as("seed %d: ordered %s", seed, predicate)
                    .isEqualTo(answer(ordered, slow));
        }
    }

    /** H2 keeps the cursor of a statement that it does not parse again. */
    @Test
    void whatALimitLeftOfAListOfValuesDoesNotComeTheNextTime() {
        UUID first = UUID.fromString("00000000-0000-4000-8000-000000000001");
        UUID second = UUID.fromString("00000000-0000-4000-8000-000000000002");
        db.put(articles, first, "{\"title\":\"one\"}", false);
        db.put(articles, second, "{\"title\":\"two\"}", false);
        for (String sql : List.of(
                "SELECT views FROM articles WHERE category IN ('c1', 'c2') ORDER BY category DESC, views LIMIT 3",
                "SELECT title FROM articles WHERE id IN ('" + first + "', '" + second + "') ORDER BY id LIMIT 1",
                "SELECT title FROM articles WHERE title IN ('T1', 'T2') LIMIT 1")) {
            List<String> once = db.rows(sql);
            assertThat(once).as(sql).isNotEmpty();
            assertThat(db.rows(sql)).as(sql).isEqualTo(once);
            assertThat(db.rows(sql)).as(sql).isEqualTo(once);
        }
    }

    private List<String> answer(String sql, CatalogTable table) {
        try {
            return db.rows(sql.replace("TABLE", table.name()));
        } catch (RemException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static String randomRow(Random random, int i) {
        StringBuilder row = new StringBuilder("{\"d\":" + i);
        if (random.nextInt(8) != 0) {
            row.append(",\"a\":").append(random.nextInt(40) - 20);
        }
        if (random.nextInt(8) != 0) {
            row.append(",\"b\":\"").append(randomText(random)).append('"');
        }
        if (random.nextInt(8) != 0) {
            row.append(",\"c\":").append((random.nextInt(40) - 20) / 4.0);
        }
        return row.append('}').toString();
    }

    private static String randomText(Random random) {
        String[] words = {"", "a", "ab", "abc", "b", "B", "é", "zz", "\uD83D\uDE00", "a b"};
        return words[random.nextInt(words.length)];
    }

    private static String randomPredicate(Random random, int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            String joint = random.nextInt(3) == 0 ? " OR " : " AND ";
            return "(" + randomPredicate(random, depth - 1) + joint + randomPredicate(random, depth - 1) + ")";
        }
        String operator = List.of("=", "<", "<=", ">", ">=", "<>").get(random.nextInt(6));
        return switch (random.nextInt(8)) {
            case 0 -> "a " + operator + " " + (random.nextInt(50) - 25);
            case 1 -> "a " + operator + " " + (random.nextInt(50) - 25) / 2.0;
            case 2 -> "b " + operator + " '" + randomText(random) + "'";
            case 3 -> "c " + operator + " " + (random.nextInt(50) - 25) / 4.0;
            case 4 -> "a BETWEEN " + (random.nextInt(30) - 20) + " AND " + random.nextInt(20);
            case 5 -> "b LIKE '" + randomText(random) + "%'";
            case 6 ->
                List.of("a", "b", "c").get(random.nextInt(3)) + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
            default -> "a IN (" + random.nextInt(20) + ", " + -random.nextInt(20) + ", NULL)";
        };
    }

    private void assertUses(String sql, String index, int rows) {
        assertThat(db.plan(sql))
                .as(sql)
                .contains("/* " + index)
                .doesNotContain("rem.")
                .doesNotContain("\"rem\"");
        assertThat(db.rows(sql)).as(sql).hasSize(rows);
    }
}
