package io.remdb.bench;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.json.Json;
import java.util.List;

/** Rows of one table that name rows of another by id. */
final class SqlJoin implements Measurement {
    private static final String TABLE = "bench_links";
    private static final int GROUP_ROWS = 10;
    private static final int MOST_LINKS = 10_000;

    @Override
    public String name() {
        return "sql-join";
    }

    @Override
    public String what() {
        return "SQL: join of 10 rows by id";
    }

    @Override
    public List<Result> run(Context context) {
        PlainTable table = context.plain();
        RemDatabase database = context.database();
        int groups = Math.min(MOST_LINKS, context.settings().rows()) / GROUP_ROWS;
        Loading.removeTable(database, TABLE);
        database.schemas().register(Schema.parse("""
                {"title": "BenchLink", "short_name": "bench_links", "version": "1.0.0",
                 "description": "Rows that name rows of another table by id",
                 "type": "object", "required": ["code", "target", "batch"],
                 "properties": {
                   "code": {"type": "string"},
                   "target": {"type": "string", "format": "uuid"},
                   "batch": {"type": "integer"}},
                 "json_schema_extra": {"key_field": "code", "indexed_fields": ["batch"]}}
                """));
        Loading.insert(database, TABLE, Loading.make(number -> link(table, number), 0, (long) groups * GROUP_ROWS));
        Timing timing = Timing.measure(
                context.pace(),
                number -> Sql.expect(
                        GROUP_ROWS,
                        context.database(),
                        "SELECT l.code, r.title FROM bench_links l JOIN bench_rows r ON r.id = l.target"
                                + " WHERE l.batch = ?",
                        number % groups));
        return List.of(Result.of("SQL join of 10 rows by id, with ?", timing));
    }

    private static String link(PlainTable table, long number) {
        return Json.text(Json.object()
                .put("code", "l-" + number)
                .put("target", table.id((int) number).toString())
                .put("batch", number / GROUP_ROWS));
    }
}
