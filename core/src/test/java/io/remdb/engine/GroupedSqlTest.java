package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Column;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.json.Json;
import io.remdb.search.SearchSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Groups that come from the columns of the index are those that SQL makes of the rows: the same values, types, names and order. */
class GroupedSqlTest {
    private static final int ROWS = 3_000;
    private static final String SCHEMA = """
            {"title": "Sale", "short_name": "sales", "version": "1.0.0", "description": "What is sold", "type": "object",
             "required": ["code"],
             "properties": {
               "code": {"type": "string"}, "category": {"type": "string"}, "note": {"type": "string"},
               "amount": {"type": "number"}, "rating": {"type": "number"}, "views": {"type": "integer"},
               "paid": {"type": "boolean"}, "day": {"type": "string", "format": "date"},
               "at": {"type": "string", "format": "date-time"}, "tags": {"type": "array", "items": {"type": "string"}}},
             "json_schema_extra": {"key_field": "code", "indexed_fields": ["category", "at", "views"]}}
            """;

    /** A condition that only SQL evaluates, of every row. */
    private static final String BY_ROWS = "ABS(1) = 1";

    @TempDir
    static Path folder;

    private static RemDatabase db;
    private static final SearchSizes SIZES = new SearchSizes(8192, 10_000, 2_000_000, 10);

    @BeforeAll
    static void fill() {
        db = Databases.open(folder.resolve("db"), SIZES);
        db.schemas().register(Schema.parse(SCHEMA));
        Random random = new Random(7);
        db.insertAll("sales", rows(random, 0, ROWS).iterator(), BatchOptions.DEFAULTS);
        db.flush();
        // Several segments, replaced and deleted rows.
        db.insertAll("sales", rows(random, ROWS / 2, ROWS / 2 + 300).iterator(), BatchOptions.DEFAULTS);
        for (int i = 0; i < 50; i++) {
            db.delete(db.lookup("c" + (i * 37)).getFirst().id(), Deletion.Mode.SOFT);
        }
        db.flush();
    }

    @AfterAll
    static void close() {
        db.close();
    }

    private static List<String> rows(Random random, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> row(random, i)).toList();
    }

    private static String row(Random random, int number) {
        ObjectNode row = Json.object().put("code", "c" + number);
        if (random.nextInt(10) > 0) {
            row.put(
                    "category",
                    List.of("a", "B", "b", "\u00e4", "", "\uD83D\uDE00x", "long ".repeat(12))
                            .get(random.nextInt(7)));
        }
        if (random.nextInt(10) > 0) {
            row.put("amount", random.nextInt(-100_000, 1_000_000) / 100.0);
        }
        row.put("rating", random.nextInt(5) == 0 ? random.nextDouble() * 1e9 : random.nextInt(51) / 10.0);
        if (random.nextInt(20) > 0) {
            row.put("views", random.nextInt(50) == 0 ? Long.MAX_VALUE - random.nextInt(100) : random.nextInt(-5, 100));
            row.put("paid", random.nextBoolean());
            row.put("day", "20" + random.nextInt(10, 26) + "-02-0" + random.nextInt(1, 10));
            row.put(
                    "at",
                    "20" + random.nextInt(10, 26) + "-01-01T00:0" + random.nextInt(10) + ":00.12345"
                            + random.nextInt(10) + "Z");
        }
        row.put("note", random.nextInt(100) == 0 ? "note ".repeat(40) : "n" + random.nextInt(40));
        row.putArray("tags").add("t" + random.nextInt(3));
        return Json.text(row);
    }

    private record Answer(List<String> names, List<String> types, List<String> rows) {}

    private static Answer ask(String sql, Object... parameters) {
        try (QueryResult result = db.query(sql, parameters)) {
            List<String> rows = new ArrayList<>();
            for (Row row : result) {
                rows.add(row.json().toString());
            }
            return new Answer(
                    result.columns().stream().map(Column::name).toList(),
                    result.columns().stream().map(Column::type).toList(),
                    rows);
        }
    }

    /** {@code %s} is where a condition may stand. */
    private static void isTheSame(String sql, Object... parameters) {
        String condition = sql.contains(" WHERE") ? " AND " + BY_ROWS : " WHERE " + BY_ROWS;
        Answer grouped = ask(sql.formatted(""), parameters);
        assertThat(grouped).as(sql).isEqualTo(ask(sql.formatted(condition), parameters));
        assertThat(grouped.rows()).as(sql).isNotEmpty();
    }

    @Test
    void groupsAreTheSame() {
        int grouped = 0;
        for (String sql : List.of(
                "SELECT category, COUNT(*) FROM sales%s GROUP BY category",
                "SELECT category, COUNT(*) AS n FROM sales%s GROUP BY category ORDER BY n DESC, category LIMIT 3",
                "SELECT category, AVG(amount), SUM(amount), MIN(amount), MAX(amount), COUNT(amount) FROM sales%s GROUP BY category",
                "SELECT category, SUM(rating), AVG(rating), MIN(rating), MAX(rating) FROM sales%s GROUP BY category",
                "SELECT category, SUM(views), AVG(views), MIN(views), MAX(views), COUNT(views) FROM sales%s GROUP BY category",
                "SELECT category, MIN(day), MAX(day), MIN(at), MAX(at), MIN(paid), MAX(paid) FROM sales%s GROUP BY category",
                "SELECT category, COUNT(note), COUNT(paid), COUNT(created_at), MAX(created_at) FROM sales%s GROUP BY category",
                "SELECT paid, category, COUNT(*) FROM sales%s GROUP BY category, paid",
                "SELECT day, paid, category, COUNT(*), SUM(amount) FROM sales%s GROUP BY day, category, paid",
                "SELECT views, COUNT(*) FROM sales%s GROUP BY views",
                "SELECT rating, COUNT(*) FROM sales%s GROUP BY rating",
                "SELECT at, COUNT(*) FROM sales%s GROUP BY at",
                "SELECT note, COUNT(*) FROM sales%s GROUP BY note",
                "SELECT COUNT(*), SUM(amount) FROM sales%s",
                "SELECT AVG(amount) FROM sales%s HAVING COUNT(*) > 0",
                "SELECT UPPER(category) AS c, ROUND(AVG(amount), 2) FROM sales%s GROUP BY category HAVING COUNT(*) > 10",
                "SELECT s.category, SUM(s.amount) / COUNT(*) FROM sales s%s GROUP BY s.category ORDER BY SUM(s.amount)",
                "SELECT sales.category, max(sales.views) FROM sales%s GROUP BY sales.category",
                "SELECT category FROM sales%s GROUP BY category",
                "select Category, count(*) from SALES%s group by CATEGORY order by count(*), 1;",
                "SELECT COUNT(*) + COUNT(category) AS both, CASE WHEN COUNT(*) > 5 THEN 'many' ELSE 'few' END FROM sales%s",
                "SELECT COUNT(*) FROM sales WHERE category = 'a'%s",
                "SELECT COUNT(*) FROM sales WHERE category = 'nothing'%s",
                "SELECT SUM(amount), AVG(views), MIN(day), COUNT(note) FROM sales WHERE category = 'nothing'%s",
                "SELECT note, COUNT(*) FROM sales WHERE views BETWEEN 3 AND 50 AND NOT (paid)%s GROUP BY note",
                "SELECT category, COUNT(*) FROM sales WHERE category IN ('a', 'b') OR amount > 500%s GROUP BY category",
                "SELECT paid, COUNT(*) FROM sales WHERE 't1' = ANY(tags)%s GROUP BY paid",
                "SELECT category, COUNT(*) FROM sales WHERE deleted_at IS NOT NULL%s GROUP BY category",
                "SELECT category, COUNT(DISTINCT paid) FROM sales%s GROUP BY category",
                "SELECT category, STDDEV_POP(amount) FROM sales%s GROUP BY category, amount ORDER BY 1, 2 LIMIT 20",
                "SELECT category, LISTAGG(category, ',') FROM sales%s GROUP BY category",
                "SELECT LOWER(category) AS category, COUNT(*) FROM sales%s GROUP BY category ORDER BY 1, 2",
                "SELECT category, COUNT(*) FILTER (WHERE paid) FROM sales%s GROUP BY category",
                "SELECT tags, COUNT(*) FROM sales%s GROUP BY tags",
                "SELECT code, COUNT(*) FROM sales%s GROUP BY code ORDER BY code LIMIT 9",
                "SELECT COUNT(code), COUNT(id), COUNT(tags), SUM(views) FROM sales%s",
                "SELECT category AS rating, COUNT(*) FROM sales%s GROUP BY category ORDER BY rating",
                "SELECT MIN(views), MAX(at), COUNT(*) FROM sales%s",
                "SELECT MAX(category), MIN(note) FROM sales%s",
                "SELECT COUNT(*) FROM sales%s")) {
            isTheSame(sql);
            grouped += readsGroups(sql.formatted("")) ? 1 : 0;
        }
        assertThat(grouped).as("statements that are read from the columns").isEqualTo(24);
    }

    /** Once everything is visible, nothing is waited for. */
    private static boolean readsGroups(String sql) {
        db.search("n1").in("sales").mode(SearchMode.KEYWORD).limit(1).run();
        return ask("EXPLAIN " + sql).rows().toString().contains("columns of the search index");
    }

    /** The name that FROM gives a table is the only one that it has, whichever way it is read. */
    @Test
    void conditionsNameTheTableAsFromDoes() {
        String sql = "SELECT s.category, COUNT(*) FROM sales s WHERE s.views > 5%s GROUP BY s.category";
        isTheSame(sql);
        assertThat(readsGroups(sql.formatted(""))).isTrue();
        assertThat(error("SELECT category, COUNT(*) FROM sales s WHERE sales.views > 5 GROUP BY category")
                        .code())
                .isEqualTo(ErrorCode.UNKNOWN_TABLE);
    }

    /** What a parameter of HAVING holds decides how LIKE is evaluated: a long one must mind the time-out. */
    @Test
    void patternsAreOfEachRun() {
        String sql = "SELECT category, COUNT(*) FROM sales%s GROUP BY category HAVING category LIKE ?";
        isTheSame(sql, "l%");
        assertThat(ask(sql.formatted(""), "%o%n%g%".repeat(6) + "b").rows()).isEmpty();
        isTheSame(sql, "%g%l%");
        isTheSame(sql, "b%");
    }

    @Test
    void parametersAreTheSame() {
        isTheSame("SELECT category, COUNT(*) FROM sales WHERE views > ?%s GROUP BY category", 50);
        isTheSame("SELECT category, COUNT(*) FROM sales WHERE views > ?%s GROUP BY category", -100);
        isTheSame("SELECT category, COUNT(*) FROM sales WHERE views > ?%s GROUP BY category", 50.5);
        isTheSame(
                "SELECT category, COUNT(*) * ? AS x FROM sales WHERE category = ? AND views < ?%s GROUP BY category"
                        + " HAVING COUNT(*) > ? ORDER BY x LIMIT ?",
                10, "b", 60, 2, 5);
        isTheSame("SELECT ? AS label, SUM(amount) FROM sales%s", "all");
    }

    /** What only the columns can tell, they are asked for; a condition that only SQL evaluates leaves all to the rows. */
    @Test
    void planSaysWhichWay() {
        assertThat(readsGroups("SELECT category, COUNT(*) FROM sales GROUP BY category"))
                .isTrue();
        assertThat(readsGroups("SELECT category, COUNT(*) FROM sales WHERE ABS(views) = 1 GROUP BY category"))
                .isFalse();
        assertThat(readsGroups("SELECT category, COUNT(DISTINCT paid) FROM sales GROUP BY category"))
                .isFalse();
        assertThat(readsGroups("ANALYZE SELECT category, COUNT(*) FROM sales GROUP BY category")) // that reads rows
                .isFalse();
    }

    /** A write is seen by the next statement, and a row that is deleted is not. */
    @Test
    void writesAreSeenAtOnce() {
        for (int i = 0; i < 40; i++) {
            String id = db.insert("sales", "{\"code\": \"new\", \"category\": \"new\", \"amount\": " + i + ".25}")
                    .id()
                    .toString();
            assertThat(ask("SELECT category, COUNT(*) AS n, SUM(amount) AS s FROM sales GROUP BY category")
                            .rows())
                    .contains("{\"category\":\"new\",\"n\":1,\"s\":" + i + ".25}");
            assertThat(ask("SELECT SUM(amount) AS s FROM sales WHERE category = 'new'")
                            .rows())
                    .containsExactly("{\"s\":" + i + ".25}");
            if (i % 4 == 3) {
                db.delete(java.util.UUID.fromString(id), Deletion.Mode.SOFT);
                assertThat(ask("SELECT COUNT(*) AS n FROM sales WHERE category = 'new'")
                                .rows())
                        .containsExactly("{\"n\":0}");
            }
        }
    }

    /** What is wrong is said of the statement as it was written. */
    @Test
    void mistakesAreThoseOfTheStatement() {
        for (String sql : List.of(
                "SELECT note, COUNT(*) FROM sales%s GROUP BY category",
                "SELECT category, COUNT(nothing) FROM sales%s GROUP BY category",
                "SELECT category, COUNT(*) FROM sales%s GROUP BY categry",
                "SELECT category, SUM(category) FROM sales%s GROUP BY category",
                "SELECT category, 1 / (COUNT(*) - COUNT(*)) FROM sales%s GROUP BY category",
                "SELECT category, COUNT(*) FROM sales%s GROUP BY category HAVING amount > 1",
                "SELECT category, COUNT(*) FROM sales WHERE views > ?%s GROUP BY category")) {
            RemException plain = error(sql.formatted(sql.contains("WHERE") ? " AND " + BY_ROWS : " WHERE " + BY_ROWS));
            RemException grouped = error(sql.formatted(""));
            assertThat(grouped.code()).as(sql).isEqualTo(plain.code());
            assertThat(grouped.details().get("at"))
                    .as(sql)
                    .isEqualTo(plain.details().get("at"));
            assertThat(grouped.getMessage()).doesNotContain("#");
        }
        for (String sql :
                List.of("SELECT COUNT(*) FROM sales WHERE", "SELECT COUNT(*) FROM sales WHERE GROUP BY day")) {
            assertThat(error(sql).code()).as(sql).isEqualTo(ErrorCode.INVALID_QUERY);
        }
    }

    private static RemException error(String sql) {
        RemException[] thrown = new RemException[1];
        assertThatThrownBy(() -> ask(sql)).as(sql).isInstanceOfSatisfying(RemException.class, e -> thrown[0] = e);
        return thrown[0];
    }
}
