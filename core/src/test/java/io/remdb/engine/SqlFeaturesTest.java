package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.Column;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What SELECT can say, over rows that were inserted as JSON. */
class SqlFeaturesTest {
    private static final RemDatabase DB = Databases.inMemory();

    @BeforeAll
    static void fill() {
        DB.schemas().register(Schema.parse("""
                {"title": "Person", "description": "A person", "version": "1.0.0", "short_name": "people",
                 "properties": {"name": {"type": "string"}, "boss": {"type": "string"}, "team": {"type": "string"},
                   "salary": {"type": "number"}, "born": {"type": "string", "format": "date"},
                   "seen": {"type": "string", "format": "date-time"}, "active": {"type": "boolean"},
                   "tags": {"type": "array", "items": {"type": "string"}},
                   "extra": {"type": "object"}},
                 "required": ["name"],
                 "json_schema_extra": {"key_field": "name", "indexed_fields": ["team", "salary", "seen", "tags"]}}"""));
        DB.schemas().register(Schema.parse("""
                {"title": "Team", "description": "A team", "version": "1.0.0", "short_name": "teams",
                 "properties": {"code": {"type": "string"}, "city": {"type": "string"}},
                 "required": ["code"], "json_schema_extra": {"key_field": "code"}}"""));
        DB.insert("teams", "{\"code\": \"db\", \"city\": \"Oslo\"}");
        DB.insert("teams", "{\"code\": \"ui\", \"city\": \"Rome\"}");
        DB.insert("teams", "{\"code\": \"hr\", \"city\": \"Bonn\"}");
        String hour = Instant.now().minusSeconds(3_600).toString();
        String week = Instant.now().minusSeconds(7 * 86_400 + 60).toString();
        DB.insert("people", """
                {"name": "Ann", "team": "db", "salary": 90.5, "born": "1990-02-28", "seen": "%s", "active": true,
                 "tags": ["java", "sql"], "extra": {"level": 3, "home": {"town": "Oslo"}, "list": [10, 20]}}""".formatted(hour));
        DB.insert("people", """
                {"name": "Bob", "boss": "Ann", "team": "db", "salary": 70, "born": "1985-12-01", "seen": "%s", "active": false,
                 "tags": ["sql"], "extra": {"level": 12, "home": {"town": "Rome"}, "since": "2020-05-06"}}""".formatted(week));
        DB.insert("people", """
                {"name": "Cid", "boss": "Bob", "team": "ui", "salary": 50, "tags": [], "extra": {"level": "high", "ok": true}}""");
        DB.insert("people", "{\"name\": \"Dan\", \"boss\": \"Ann\"}");
    }

    @AfterAll
    static void close() {
        DB.close();
    }

    private static List<@Nullable Object> column(String sql, Object... parameters) {
        try (QueryResult result = DB.query(sql, parameters)) {
            List<@Nullable Object> values = new ArrayList<>();
            result.forEach(row -> values.add(row.value(0)));
            return values;
        }
    }

    private static List<String> rows(String sql, Object... parameters) {
        try (QueryResult result = DB.query(sql, parameters)) {
            return result.stream().map(row -> row.json().toString()).toList();
        }
    }

    private static RemException failure(String sql) {
        RemException error = catchThrowableOfType(RemException.class, () -> rows(sql));
        assertThat(error).as(sql).isNotNull();
        return error;
    }

    private static String plan(String sql, Object... parameters) {
        return String.valueOf(column("EXPLAIN " + sql, parameters).getFirst());
    }

    @Test
    void joins() {
        assertThat(column("SELECT p.name || '@' || t.city FROM people p JOIN teams t ON t.code = p.team ORDER BY 1"))
                .containsExactly("Ann@Oslo", "Bob@Oslo", "Cid@Rome");
        assertThat(column("SELECT p.name FROM people p LEFT JOIN teams t ON t.code = p.team WHERE t.id IS NULL"))
                .containsExactly("Dan");
        assertThat(column("SELECT t.code FROM people p RIGHT JOIN teams t ON t.code = p.team WHERE p.id IS NULL"))
                .containsExactly("hr");
        assertThat(column("SELECT count(*) FROM people CROSS JOIN teams")).containsExactly(12L);
        assertThat(column("SELECT count(*) FROM people, teams")).containsExactly(12L);
        assertThat(column("SELECT e.name || '<' || b.name FROM people e JOIN people b ON b.name = e.boss ORDER BY 1"))
                .containsExactly("Bob<Ann", "Cid<Bob", "Dan<Ann");
        assertThat(
                        column(
                                "SELECT teams.code FROM teams JOIN (SELECT DISTINCT team AS code FROM people) USING (code) ORDER BY 1"))
                .containsExactly("db", "ui");
    }

    @Test
    void groupsAndDistinct() {
        assertThat(rows("SELECT team, count(*) n, sum(salary) s, avg(salary) a, min(name) f, max(name) l FROM people"
                        + " GROUP BY team HAVING count(*) > 1"))
                .containsExactly("{\"team\":\"db\",\"n\":2,\"s\":160.5,\"a\":80.25,\"f\":\"Ann\",\"l\":\"Bob\"}");
        assertThat(column("SELECT DISTINCT team FROM people ORDER BY team NULLS FIRST"))
                .containsExactly(null, "db", "ui");
        assertThat(column("SELECT count(DISTINCT team) FROM people")).containsExactly(2L);
        assertThat(column("SELECT count(*) FILTER (WHERE salary > 60) FROM people"))
                .containsExactly(2L);
        assertThat(column("SELECT listagg(name, ',') WITHIN GROUP (ORDER BY name DESC) FROM people"))
                .containsExactly("Dan,Cid,Bob,Ann");
        assertThat(column("SELECT array_agg(name ORDER BY name) FROM people WHERE team = 'db'"))
                .containsExactly(List.of("Ann", "Bob"));
    }

    @Test
    void columnsOfTwoTablesAreQualified() {
        RemException error = failure("SELECT code FROM teams JOIN teams other USING (code)");
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_QUERY);
        assertThat(error.details()).containsEntry("field", "code").containsEntry("position", "7");
        assertThat(error.hint()).isPresent();
    }

    @Test
    void groupsAreNamedNotCounted() {
        RemException error = failure("SELECT team, count(*) FROM people GROUP BY 1");
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_QUERY);
        assertThat(error.details()).containsEntry("field", "team").containsEntry("position", "7");
        assertThat(error.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("GROUP BY 1"));
    }

    @Test
    void joinsTablesOfDifferentWidths() {
        assertThat(column("SELECT p.extra ->> 'level' FROM teams t JOIN people p ON p.team = t.code"
                        + " WHERE t.city = 'Rome' AND p.deleted_at IS NULL"))
                .containsExactly("high");
    }

    @Test
    void windows() {
        assertThat(rows("SELECT name, rank() OVER (PARTITION BY team ORDER BY salary DESC) r,"
                        + " sum(salary) OVER (ORDER BY name ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) s,"
                        + " lag(name) OVER (ORDER BY name) p FROM people WHERE team IS NOT NULL ORDER BY name"))
                .containsExactly(
                        "{\"name\":\"Ann\",\"r\":1,\"s\":90.5,\"p\":null}",
                        "{\"name\":\"Bob\",\"r\":2,\"s\":160.5,\"p\":\"Ann\"}",
                        "{\"name\":\"Cid\",\"r\":1,\"s\":210.5,\"p\":\"Bob\"}");
        assertThat(column("SELECT name FROM people WHERE team IS NOT NULL"
                        + " QUALIFY row_number() OVER (PARTITION BY team ORDER BY salary) = 1 ORDER BY 1"))
                .containsExactly("Bob", "Cid");
    }

    @Test
    void commonTableExpressionsAlsoRecursive() {
        assertThat(rows("WITH RECURSIVE chain(name, depth) AS (SELECT name, 0 FROM people WHERE name = 'Ann'"
                        + " UNION ALL SELECT p.name, c.depth + 1 FROM chain c JOIN people p ON p.boss = c.name)"
                        + " SELECT depth, count(*) n FROM chain GROUP BY depth ORDER BY depth"))
                .containsExactly("{\"depth\":0,\"n\":1}", "{\"depth\":1,\"n\":2}", "{\"depth\":2,\"n\":1}");
        assertThat(column(
                        "WITH rich AS (SELECT * FROM people WHERE salary > ?), db AS (SELECT name FROM rich WHERE team = ?)"
                                + " SELECT name FROM db",
                        60,
                        "db"))
                .containsExactlyInAnyOrder("Ann", "Bob");
    }

    @Test
    void subqueries() {
        assertThat(column("SELECT name FROM people WHERE salary = (SELECT max(salary) FROM people)"))
                .containsExactly("Ann");
        assertThat(column("SELECT code FROM teams WHERE code NOT IN (SELECT team FROM people WHERE team IS NOT NULL)"))
                .containsExactly("hr");
        assertThat(
                        column(
                                "SELECT code FROM teams t WHERE EXISTS (SELECT 1 FROM people p WHERE p.team = t.code) ORDER BY 1"))
                .containsExactly("db", "ui");
        assertThat(
                        column(
                                "SELECT name FROM people p WHERE salary > (SELECT avg(salary) FROM people q WHERE q.team = p.team)"))
                .containsExactly("Ann");
        assertThat(column("SELECT (SELECT count(*) FROM people p WHERE p.team = t.code) FROM teams t ORDER BY code"))
                .containsExactly(2L, 0L, 1L);
        assertThat(
                        column(
                                "SELECT name FROM people WHERE salary >= ALL (SELECT salary FROM people WHERE salary IS NOT NULL)"))
                .containsExactly("Ann");
    }

    @Test
    void sets() {
        assertThat(column("SELECT team FROM people WHERE team IS NOT NULL UNION SELECT code FROM teams ORDER BY 1"))
                .containsExactly("db", "hr", "ui");
        assertThat(column("SELECT code FROM teams INTERSECT SELECT team FROM people ORDER BY 1"))
                .containsExactly("db", "ui");
        assertThat(column("SELECT code FROM teams EXCEPT SELECT team FROM people"))
                .containsExactly("hr");
        assertThat(column("SELECT count(*) FROM (SELECT team FROM people UNION ALL SELECT code FROM teams)"))
                .containsExactly(7L);
    }

    @Test
    void conditions() {
        assertThat(column("SELECT CASE WHEN salary >= 80 THEN 'high' WHEN salary IS NULL THEN 'none' ELSE 'low' END"
                        + " FROM people ORDER BY name"))
                .containsExactly("high", "low", "low", "none");
        assertThat(column("SELECT name FROM people WHERE name LIKE 'A%' OR name ILIKE 'b_B' ORDER BY 1"))
                .containsExactly("Ann", "Bob");
        assertThat(column("SELECT name FROM people WHERE salary BETWEEN 50 AND 70 ORDER BY 1"))
                .containsExactly("Bob", "Cid");
        assertThat(column("SELECT name FROM people WHERE salary IS NULL")).containsExactly("Dan");
        assertThat(column("SELECT name FROM people WHERE active IS NOT TRUE ORDER BY 1"))
                .containsExactly("Bob", "Cid", "Dan");
        assertThat(column("SELECT name FROM people WHERE team IS DISTINCT FROM 'db' ORDER BY 1"))
                .containsExactly("Cid", "Dan");
        assertThat(column("SELECT name FROM people WHERE (team, active) IN (('db', TRUE))"))
                .containsExactly("Ann");
        assertThat(
                        column(
                                "SELECT coalesce(team, 'none'), nullif(name, 'Ann') FROM people ORDER BY name LIMIT 1 OFFSET 3"))
                .containsExactly("none");
    }

    @Test
    void ordersAndLimits() {
        assertThat(column("SELECT name FROM people ORDER BY salary DESC NULLS LAST, name LIMIT 2"))
                .containsExactly("Ann", "Bob");
        assertThat(column("SELECT name FROM people ORDER BY salary NULLS FIRST FETCH FIRST 2 ROWS ONLY"))
                .containsExactly("Dan", "Cid");
        assertThat(column("SELECT name FROM people ORDER BY created_at DESC LIMIT 1"))
                .containsExactly("Dan");
        assertThat(plan("SELECT name FROM people ORDER BY created_at DESC LIMIT 1"))
                .contains("people.created_at_index", "index sorted: descending");
    }

    @Test
    void datesAndIntervals() {
        for (String interval : List.of(
                "interval '24' hour",
                "interval '24 hours'",
                "INTERVAL '1 day'",
                "interval '1 day 2 hours'",
                "interval '1.5 h'",
                "interval '90 minutes'",
                "interval '1 week'",
                "interval '1' day")) {
            assertThat(column("SELECT name FROM people WHERE seen > now() - " + interval))
                    .as(interval)
                    .containsExactly("Ann");
        }
        assertThat(column("SELECT count(*) FROM people WHERE seen > now() - interval '2 weeks'"))
                .containsExactly(2L);
        assertThat(column("SELECT count(*) FROM people WHERE seen > now() - interval '1 month'"))
                .containsExactly(2L);
        assertThat(column("SELECT count(*) FROM people WHERE created_at > now() - interval '1 year 2 months'"))
                .containsExactly(4L);
        assertThat(column("SELECT count(*) FROM people WHERE seen > now() - interval '500 ms'"))
                .containsExactly(0L);
        assertThat(column("SELECT TIMESTAMP '2026-01-31 00:00:00' + interval '2 mins 1500 ms 3 milliseconds'")
                        .getFirst())
                .hasToString("2026-01-31T00:02:01.503Z");
        assertThat(column("SELECT DATE '2026-01-31' + interval '1 month'").getFirst())
                .hasToString("2026-02-28");
        assertThat(column("SELECT name FROM people WHERE born < DATE '1990-01-01'"))
                .containsExactly("Bob");
        assertThat(column("SELECT name FROM people WHERE born < '1990-01-01'")).containsExactly("Bob");
        assertThat(column("SELECT extract(YEAR FROM born) FROM people WHERE name = 'Ann'"))
                .containsExactly(1990L);
        assertThat(column("SELECT count(*) FROM people WHERE date_trunc('year', seen) <= seen"))
                .containsExactly(2L);
        assertThat(column(
                        "SELECT name FROM people WHERE seen > ?", Instant.now().minusSeconds(7_200)))
                .containsExactly("Ann");
        assertThat(plan("SELECT name FROM people WHERE seen > now() - interval '2 hours'"))
                .contains("people.seen_index");
        for (String wrong : List.of("'5 parsecs'", "'1 month 2 days'", "'hour'", "''", "'1.5 months'")) {
            String sql = "SELECT now() - interval " + wrong;
            RemException error = failure(sql);
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_QUERY);
            assertThat(error.details()).containsEntry("position", String.valueOf(sql.indexOf(wrong)));
            assertThat(error.hint()).isPresent();
        }
    }

    @Test
    void arrays() {
        assertThat(column("SELECT name FROM people WHERE 'sql' = ANY(tags) ORDER BY 1"))
                .containsExactly("Ann", "Bob");
        assertThat(column("SELECT name FROM people WHERE ? = ANY(tags)", "java"))
                .containsExactly("Ann");
        assertThat(plan("SELECT name FROM people WHERE 'java' = ANY(tags)")).contains("people.tags_index");
        assertThat(column("SELECT cardinality(tags) FROM people ORDER BY name")).containsExactly(2L, 1L, 0L, null);
        assertThat(column("SELECT tags[1] FROM people WHERE name = 'Ann'")).containsExactly("java");
        assertThat(column("SELECT name FROM people WHERE array_contains(tags, 'java')"))
                .containsExactly("Ann");
        assertThat(column("SELECT name FROM people WHERE NOT 'java' = ANY(tags) AND cardinality(tags) > 0"))
                .containsExactly("Bob");
        assertThat(rows("SELECT tags[n.x] AS tag, count(*) AS n FROM people JOIN system_range(1, 100) n"
                        + " ON n.x <= cardinality(tags) GROUP BY tag ORDER BY tag"))
                .containsExactly("{\"tag\":\"java\",\"n\":1}", "{\"tag\":\"sql\",\"n\":2}");
        assertThat(column(
                        "SELECT name FROM people WHERE name IN (SELECT x FROM unnest(CAST(? AS VARCHAR ARRAY)) AS u(x)) ORDER BY 1",
                        List.of("Bob", "Ann")))
                .containsExactly("Ann", "Bob");
        assertThat(column("SELECT name FROM people WHERE name = ANY(?) ORDER BY 1", List.of("Bob", "Ann")))
                .containsExactly("Ann", "Bob");
    }

    @Test
    void jsonPaths() {
        assertThat(column("SELECT json_value(extra, '$.home.town') FROM people ORDER BY name"))
                .containsExactly("Oslo", "Rome", null, null);
        assertThat(column("SELECT extra ->> 'level' FROM people ORDER BY name"))
                .containsExactly("3", "12", "high", null);
        assertThat(column("SELECT p.extra -> 'home' ->> 'town' FROM people p WHERE p.extra->'home'->>'town' = 'Rome'"))
                .containsExactly("Rome");
        assertThat(column("SELECT extra -> 'list' ->> 1 FROM people WHERE name = 'Ann'"))
                .containsExactly("20");
        assertThat(column("SELECT extra -> 'list' ->> ? FROM people WHERE name = ?", 0, "Ann"))
                .containsExactly("10");
        assertThat(column("SELECT json_value(extra, '$.list[1]' RETURNING INTEGER) FROM people WHERE name = 'Ann'"))
                .containsExactly(20L);
        assertThat(
                        rows(
                                "SELECT extra -> 'home' AS home, json_query(extra, '$.list') AS list FROM people WHERE name = 'Ann'"))
                .containsExactly("{\"home\":{\"town\":\"Oslo\"},\"list\":[10,20]}");
        assertThat(column("SELECT json_query(extra,'$.home')->>'town' FROM people WHERE name = 'Ann'"))
                .containsExactly("Oslo");
        assertThat(column("SELECT JSON_QUERY(extra,'$.home')->'town' FROM people WHERE name = 'Ann'")
                        .getFirst())
                .hasToString("\"Oslo\"");
        assertThat(column("SELECT (extra -> 'home') ->> 'town' FROM people WHERE name = 'Ann'"))
                .containsExactly("Oslo");
        assertThat(column("SELECT CAST('{\"a\": 7}' AS JSON) ->> 'a', CAST(name AS VARCHAR) FROM people LIMIT 1"))
                .hasSize(1);
        assertThat(column("""
                        SELECT name FROM people
                        WHERE (extra -> 'home') ->> 'town' = 'Rome' OR (extra -> 'home') ->> 'town' = 'Oslo'
                          AND NOT (extra -> 'home') ->> 'town' = 'Bonn'
                        ORDER BY (extra -> 'home') ->> 'town', CASE WHEN (extra) ->> 'level' = '3' THEN (extra) ->> 'x' END""")).containsExactly("Ann", "Bob");
        assertThat(column("SELECT name FROM people WHERE json_exists(extra, '$.home.town') ORDER BY 1"))
                .containsExactly("Ann", "Bob");
        assertThat(column("SELECT (extra).home.town FROM people WHERE name = 'Ann'")
                        .getFirst())
                .hasToString("\"Oslo\"");
    }

    @Test
    void jsonIsComparedByType() {
        // As text 12 would be less than 3; what is no number is no value.
        assertThat(column("SELECT name FROM people WHERE json_value(extra, '$.level' RETURNING INTEGER) > 5"))
                .containsExactly("Bob");
        assertThat(column("SELECT sum(json_value(extra, '$.level' RETURNING DOUBLE PRECISION)) FROM people"))
                .first()
                .hasToString("15");
        assertThat(column("SELECT name FROM people WHERE json_value(extra, '$.ok' RETURNING BOOLEAN)"))
                .containsExactly("Cid");
        assertThat(
                        column(
                                "SELECT name FROM people WHERE json_value(extra, '$.since' RETURNING DATE) < DATE '2021-01-01'"))
                .containsExactly("Bob");
        assertThat(
                        column(
                                "SELECT name FROM people ORDER BY json_value(extra, '$.level' RETURNING BIGINT) DESC NULLS LAST LIMIT 2"))
                .containsExactly("Bob", "Ann");
        assertThat(failure("SELECT json_value(extra, 'home') FROM people").code())
                .isEqualTo(ErrorCode.INVALID_QUERY);
        assertThat(failure("SELECT json_value(extra, '$.x' RETURNING GEOMETRY) FROM people")
                        .details())
                .containsEntry("position", "41");
        assertThat(failure("SELECT json_value(extra, '$.x' DEFAULT 1 ON EMPTY) FROM people")
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure("SELECT extra -> FROM people").details()).containsEntry("position", "13");
        assertThat(failure("SELECT 1 + -> 'a' FROM people").details()).containsEntry("position", "11");
    }

    @Test
    void whatIsMissingSaysSo() {
        Map<String, String> missing = Map.of(
                "SELECT * FROM people a FULL OUTER JOIN teams b ON a.team = b.code", "FULL",
                "SELECT * FROM people FULL JOIN teams ON team = code", "FULL",
                "SELECT u.x FROM people p, LATERAL (SELECT 1) u(x)", "LATERAL",
                "SELECT u.x FROM people p, unnest(p.tags) u(x)", ", unnest",
                "SELECT team, count(*) FROM people GROUP BY ROLLUP (team)", "ROLLUP",
                "SELECT team, count(*) FROM people GROUP BY GROUPING SETS ((team), ())", "GROUPING",
                "SELECT * FROM people TABLESAMPLE BERNOULLI (10)", "TABLESAMPLE",
                "SELECT * FROM people WHERE tags @> ARRAY['a']", "@>",
                "SELECT x FROM unnest(?) AS u(x)", "?");
        missing.forEach((sql, at) -> {
            RemException error = failure(sql);
            assertThat(error.code()).as(sql + error).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(error.details()).as(sql).containsEntry("position", String.valueOf(sql.indexOf(at)));
            assertThat(error.hint()).as(sql).isPresent();
        });
    }

    @Test
    void anElementThatIsNotThereIsNull() {
        assertThat(column("SELECT tags[9] FROM people ORDER BY name")).containsExactly(null, null, null, null);
        assertThat(
                        rows(
                                "SELECT tags[0] AS a, tags[-1] AS b, tags[2] AS c, p.tags[1] AS d FROM people p WHERE name = 'Ann'"))
                .containsExactly("{\"a\":null,\"b\":null,\"c\":\"sql\",\"d\":\"java\"}");
        assertThat(column("SELECT name FROM people WHERE tags[2] = 'sql' OR tags[7] = 'x'"))
                .containsExactly("Ann");
        assertThat(column("SELECT tags[?] FROM people WHERE name = 'Ann'", 3)).containsExactly((Object) null);
        assertThat(column("SELECT ARRAY[1, 2][5] FROM people WHERE name = 'Ann'"))
                .containsExactly((Object) null);
        assertThat(column("SELECT array_agg(name ORDER BY name)[4] FROM people"))
                .containsExactly("Dan");
        assertThat(column("SELECT array_agg(name ORDER BY name)[5] FROM people"))
                .containsExactly((Object) null);
        assertThat(column("SELECT array_agg(name ORDER BY name) FILTER (WHERE name > 'B')[1] FROM people"))
                .isEqualTo(column("SELECT (array_agg(name ORDER BY name) FILTER (WHERE name > 'B'))[1] FROM people"));
        assertThat(plan("SELECT tags[9] FROM people")).contains("tags[9]");
        RemException slice = failure("SELECT tags[1:2] FROM people");
        assertThat(slice.details()).containsEntry("position", "13");
        assertThat(slice.hint().orElseThrow()).contains("ARRAY_SLICE(tags, 1, 2)");
        assertThat(column("SELECT cardinality(ARRAY_SLICE(tags, 1, 2)) FROM people WHERE name = 'Ann'"))
                .containsExactly(2L);
    }

    @Test
    void anExpressionIsCalledAsItIsWritten() {
        assertThat(names("SELECT extra->>'level', extra -> 'home'->>'town', COUNT(*) FROM people GROUP BY extra"))
                .containsExactly("extra->>'level'", "extra -> 'home'->>'town'", "COUNT(*)");
        assertThat(names("SELECT 'München', length('ü'), 1+1, tags[1], interval '24 hours', left(name, 1) FROM people"))
                .containsExactly("'München'", "length('ü')", "1+1", "tags[1]", "interval '24 hours'", "left(name, 1)");
        assertThat(
                        names(
                                "SELECT NAME, p.name, (team), salary AS pay, salary more, upper(name) AS \"Big\" FROM people p"))
                .containsExactly("name", "name_2", "team", "pay", "more", "Big");
        assertThat(names("SELECT lower(name), c.*, c.n || 'x' FROM people, (SELECT 1 AS n, 2 AS m) c"))
                .containsExactly("lower(name)", "n", "m", "c.n || 'x'");
        assertThat(names("SELECT (SELECT max(salary)\n   FROM people), name IS DISTINCT FROM 'x' FROM people"))
                .containsExactly("(SELECT max(salary) FROM people)", "name IS DISTINCT FROM 'x'");
        assertThat(names("(SELECT upper('a')) UNION SELECT 'b'")).containsExactly("upper('a')");
        assertThat(names("WITH c AS (SELECT name FROM people) SELECT count(*) FILTER (WHERE name > 'B') FROM c"))
                .containsExactly("count(*) FILTER (WHERE name > 'B')");
        assertThat(names("SELECT * FROM (SELECT 'ü' FROM people)")).containsExactly("'ü'");
    }

    private static List<String> names(String sql) {
        try (QueryResult result = DB.query(sql)) {
            return result.columns().stream().map(Column::name).toList();
        }
    }

    @Test
    void aCharacterIsACodePoint() {
        Map<String, Object> expected = Map.ofEntries(
                Map.entry("length('😀')", 1L),
                Map.entry("char_length('😀a')", 2L),
                Map.entry("character_length('')", 0L),
                Map.entry("substring('😀ab', 2, 1)", "a"),
                Map.entry("substring('😀ab' FROM 2)", "ab"),
                Map.entry("substring('😀ab' FROM 1 FOR 2)", "😀a"),
                Map.entry("substring('😀ab' FOR 1)", "😀"),
                Map.entry("substr('😀ab', -1)", "b"),
                Map.entry("substring('ab', 9)", ""),
                Map.entry("left('😀ab', 1)", "😀"),
                Map.entry("LEFT('ab', -1)", ""),
                Map.entry("right('ab😀', 1)", "😀"),
                Map.entry("RIGHT('ab', 9)", "ab"),
                Map.entry("position('b' IN '😀ab')", 3L),
                Map.entry("position('x', 'ab')", 0L),
                Map.entry("locate('a', '😀a😀a', 3)", 4L),
                Map.entry("locate('a', '😀a😀a', -2)", 2L),
                Map.entry("locate('a', 'a', -9)", 0L),
                Map.entry("instr('😀ab', 'b')", 3L),
                Map.entry("lpad('😀', 3, '-')", "--😀"),
                Map.entry("rpad('😀😀', 1)", "😀"),
                Map.entry("insert('😀ab', 2, 1, 'x')", "😀xb"),
                Map.entry("translate('😀ab', 'a😀', 'xy')", "yxb"),
                Map.entry("reverse('😀a')", "a😀"),
                Map.entry("ascii('😀')", 128_512L),
                Map.entry("char(128512)", "😀"),
                Map.entry("regexp_substr('😀ab', '.', 2)", "a"));
        expected.forEach(
                (call, value) -> assertThat(column("SELECT " + call)).as(call).containsExactly(value));
        assertThat(column("SELECT length(?)", "😀😀")).containsExactly(2L);
        assertThat(
                        column(
                                "SELECT name FROM people LEFT JOIN teams ON LEFT(name, 1) = RIGHT(code, 1) WHERE left(name, 1) = 'A'"))
                .containsExactly("Ann");
        assertThat(column("SELECT length(CAST(NULL AS VARCHAR))")).containsExactly((Object) null);
    }
}
