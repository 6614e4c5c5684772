package io.remdb.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.Row;
import io.remdb.ScanOptions;
import io.remdb.ScanOptions.Embeddings;
import io.remdb.config.RemConfig;
import io.remdb.config.RemConfig.ParquetCompression;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DuckDB, which shares no code with the writer, reads what the database says. */
class ParquetTest {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RemDatabase db;

    @SuppressWarnings("NullAway.Init")
    private static Connection duck;

    @BeforeAll
    static void fill() throws SQLException {
        db = TestDatabase.inMemory();
        TestDatabase.fill(db);
        TestDatabase.export(
                db,
                folder,
                ExportFormat.PARQUET,
                ScanOptions.DEFAULTS.withEmbeddings(Embeddings.INCLUDED),
                "things",
                "events");
        duck = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterAll
    static void close() throws SQLException {
        duck.close();
        db.close();
    }

    private static String file(String table) {
        return "'" + folder.resolve(table + ".parquet") + "'";
    }

    @Test
    void columnsHaveRealTypes() throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> column : duck("DESCRIBE SELECT * FROM " + file("things"))) {
            types.put(String.valueOf(column.get("column_name")), String.valueOf(column.get("column_type")));
        }
        assertThat(types)
                .containsExactly(
                        Map.entry("label", "VARCHAR"),
                        Map.entry("content", "VARCHAR"),
                        Map.entry("whole", "BIGINT"),
                        Map.entry("real", "DOUBLE"),
                        Map.entry("truth", "BOOLEAN"),
                        Map.entry("seen", "TIMESTAMP WITH TIME ZONE"),
                        Map.entry("day", "DATE"),
                        Map.entry("ref", "UUID"),
                        Map.entry("extra", "JSON"),
                        Map.entry("tags", "VARCHAR[]"),
                        Map.entry("numbers", "BIGINT[]"),
                        Map.entry("other_properties", "VARCHAR"),
                        Map.entry("id", "UUID"),
                        Map.entry("entity_type", "VARCHAR"),
                        Map.entry("created_at", "TIMESTAMP WITH TIME ZONE"),
                        Map.entry("modified_at", "TIMESTAMP WITH TIME ZONE"),
                        Map.entry("deleted_at", "TIMESTAMP WITH TIME ZONE"),
                        Map.entry("edges", "JSON"),
                        Map.entry("other_properties_2", "JSON"),
                        Map.entry("embedding", "FLOAT[]"));
    }

    @Test
    void valuesNullsAndNestedValuesAreThoseOfTheDatabase() throws SQLException {
        Map<String, @Nullable Object> row =
                duck("SELECT label, content, whole, \"real\", truth, epoch_us(seen) AS seen, day::VARCHAR AS day,"
                                + " ref::VARCHAR AS ref, extra->'$.a[1].b' AS inner_null, extra->>'$.c' AS c, tags, numbers,"
                                + " other_properties, other_properties_2->>'$.undeclared[0]' AS undeclared,"
                                + " json_array_length(edges) AS edges, deleted_at,"
                                + " len(embedding) AS dimension FROM " + file("things") + " WHERE whole = -7")
                        .getFirst();
        assertThat(row.get("label")).isEqualTo("first, with \"quotes\", commas\nand lines");
        assertThat(row.get("content")).isEqualTo("äöü \u2028 \uD83D\uDE00");
        assertThat(row.get("real")).isEqualTo(1.5e300);
        assertThat(row.get("truth")).isEqualTo(true);
        assertThat(row.get("seen")).isEqualTo(1_769_843_730_123_456L);
        assertThat(row.get("day")).isEqualTo("1969-12-31");
        assertThat(row.get("ref")).isEqualTo("00000000-0000-8000-8000-000000000001");
        assertThat(row.get("inner_null")).hasToString("null");
        assertThat(row.get("c")).isEqualTo("0.1");
        assertThat(row.get("tags")).hasToString("[x, , ü,\"]");
        assertThat(row.get("numbers")).hasToString("[1, -2, 9007199254740993]");
        assertThat(row.get("other_properties")).isEqualTo("own");
        assertThat(row.get("undeclared")).isEqualTo("true");
        assertThat(row.get("edges")).hasToString("3");
        assertThat(row.get("deleted_at")).isNull();
        assertThat(row.get("dimension")).hasToString("8");
        Map<String, @Nullable Object> poor = duck("SELECT * FROM " + file("things") + " WHERE label = '=1+1'")
                .getFirst();
        assertThat(poor)
                .extractingByKeys("content", "whole", "real", "truth", "seen", "day", "ref", "extra", "tags")
                .containsOnlyNulls();
        assertThat(duck("SELECT tags, numbers, extra FROM " + file("things") + " WHERE whole = 5")
                        .getFirst()
                        .values())
                .extracting(String::valueOf)
                .containsExactly("[]", "[]", "{}");
    }

    @Test
    void vectorsAreTheDatabases() throws SQLException {
        String id = String.valueOf(duck("SELECT id::VARCHAR AS id FROM " + file("things") + " WHERE whole = -7")
                .getFirst()
                .get("id"));
        float[] vector = db.getWithEmbeddings(UUID.fromString(id))
                .orElseThrow()
                .embeddings()
                .get("embedding");
        List<Float> expected = new ArrayList<>();
        for (float component : Objects.requireNonNull(vector)) {
            expected.add(component);
        }
        List<Float> read = new ArrayList<>();
        for (Map<String, @Nullable Object> component :
                duck("SELECT unnest(embedding) AS x FROM " + file("things") + " WHERE whole = -7")) {
            read.add((Float) component.get("x"));
        }
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void countsAndSumsAgreeWithQueries() throws SQLException {
        for (String sql : List.of(
                "SELECT count(*) AS n, count(note) AS notes, sum(number) AS s, min(number) AS low, max(number) AS high"
                        + " FROM ",
                "SELECT count(DISTINCT id) AS n, count(DISTINCT note) AS notes, avg(number) AS mean FROM ")) {
            Map<String, @Nullable Object> read = duck(sql + file("events")).getFirst();
            Row asked = ours(sql + "events").getFirst();
            read.forEach((column, value) -> assertThat(Double.parseDouble(String.valueOf(value)))
                    .as(column)
                    .isEqualTo(Double.parseDouble(String.valueOf(asked.value(column)))));
        }
    }

    @Test
    void rowGroupsAndStatisticsAreThere() throws SQLException {
        List<Map<String, @Nullable Object>> chunks =
                duck("SELECT row_group_id, row_group_num_rows, stats_min_value, stats_max_value,"
                        + " stats_null_count, compression, num_values FROM parquet_metadata(" + file("events")
                        + ") WHERE path_in_schema = 'number' ORDER BY row_group_id");
        assertThat(chunks).hasSize(13); // 1,234 rows, 100 a group
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.get("compression")).isEqualTo("ZSTD");
            assertThat(Long.parseLong(String.valueOf(chunk.get("stats_min_value"))))
                    .isLessThan(Long.parseLong(String.valueOf(chunk.get("stats_max_value"))));
            assertThat(String.valueOf(chunk.get("stats_null_count"))).isEqualTo("0");
        });
        assertThat(duck("SELECT sum(row_group_num_rows) AS n FROM (SELECT DISTINCT row_group_id,"
                                + " row_group_num_rows FROM parquet_metadata(" + file("events") + "))")
                        .getFirst()
                        .get("n"))
                .hasToString("1234");
        assertThat(duck("SELECT decode(value) AS v FROM parquet_kv_metadata(" + file("events")
                                + ") WHERE decode(key) = 'rem.table'")
                        .getFirst()
                        .get("v"))
                .isEqualTo("events");
    }

    @ParameterizedTest
    @EnumSource(ParquetCompression.class)
    void everyCompressionIsRead(ParquetCompression compression, @TempDir Path own) throws SQLException {
        Path file = own.resolve("events.parquet");
        Exporter.export(
                db,
                new ExportRequest(
                        Map.of("events", file),
                        ExportFormat.PARQUET,
                        ScanOptions.DEFAULTS,
                        new RemConfig.Export(compression, 1_000_000)),
                ProgressListener.NONE);
        assertThat(duck("SELECT sum(number) AS s FROM '" + file + "'")
                        .getFirst()
                        .get("s"))
                .hasToString("760761");
    }

    @Test
    void rowsThatAreDeletedOrDoNotMatchAreLeftOut(@TempDir Path own) throws SQLException {
        TestDatabase.export(db, own, ExportFormat.PARQUET, ScanOptions.DEFAULTS, "things");
        assertThat(duck("SELECT count(*) AS n FROM '" + own.resolve("things.parquet") + "'")
                        .getFirst()
                        .get("n"))
                .hasToString("4");
        TestDatabase.export(
                db, own, ExportFormat.PARQUET, ScanOptions.DEFAULTS.withVisibility(Visibility.WITH_DELETED), "things");
        assertThat(duck("SELECT count(*) AS n, count(deleted_at) AS gone FROM '" + own.resolve("things.parquet") + "'")
                        .getFirst()
                        .values())
                .extracting(String::valueOf)
                .containsExactly("5", "1");
        TestDatabase.export(
                db,
                own,
                ExportFormat.PARQUET,
                ScanOptions.DEFAULTS.where("number < ? AND note = ?", 100, "n"),
                "events");
        assertThat(duck("SELECT count(*) AS n, max(number) AS high FROM '" + own.resolve("events.parquet") + "'")
                        .getFirst()
                        .values())
                .extracting(String::valueOf)
                .containsExactly("66", "98");
        TestDatabase.export(db, own, ExportFormat.PARQUET, ScanOptions.DEFAULTS.where("number < 0"), "events");
        assertThat(duck("SELECT count(*) AS n FROM '" + own.resolve("events.parquet") + "'")
                        .getFirst()
                        .get("n"))
                .hasToString("0");
    }

    private static List<Row> ours(String sql) {
        List<Row> rows = new ArrayList<>();
        try (QueryResult result = db.query(sql)) {
            result.forEach(rows::add);
        }
        return rows;
    }

    private static List<Map<String, @Nullable Object>> duck(String sql) throws SQLException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnName(i), result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
