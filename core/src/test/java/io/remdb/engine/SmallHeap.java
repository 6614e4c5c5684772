package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.EntityCursor;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.search.SearchSizes;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;

/** What {@link LimitedResourcesTest} starts with little memory: writes rows, or opens them and asks in every way. */
final class SmallHeap {
    /** Words are searched in all rows, meanings in some: a graph over all of them takes minutes to make. */
    private static final String NOTES = """
            {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes",
             "properties": {"name": {"type": "string"}, "text": {"type": "string"}, "number": {"type": "integer"}},
             "required": ["name"],
             "json_schema_extra": {"indexed_fields": ["number"], "key_field": "name"}}""";

    private static final int ARTICLES = 2000;

    private SmallHeap() {}

    /** The folder of the database, {@code write} or {@code ask}, and the number of rows. */
    public static void main(String[] arguments) {
        int rows = Integer.parseInt(arguments[2]);
        long start = System.nanoTime();
        try (RemDatabase db = Databases.open(Path.of(arguments[0]), SearchSizes.PRODUCTION)) {
            if (arguments[1].equals("write")) {
                write(db, rows);
            } else {
                System.out.println("open after " + (System.nanoTime() - start) / 1_000_000 + " ms");
                ask(db, rows);
            }
        }
        System.out.println(arguments[1] + " took " + (System.nanoTime() - start) / 1_000_000 + " ms");
        System.out.println(arguments[1] + " done");
    }

    private static void write(RemDatabase db, int rows) {
        db.schemas().register(Schema.parse(NOTES));
        db.schemas().register(Schema.parse(Databases.ARTICLES));
        db.insertAll(
                "notes",
                IntStream.range(0, rows)
                        .mapToObj(i -> "{\"name\": \"n" + i + "\", \"text\": \"a note about word" + i % 1000
                                + " that goes on for a while\", \"number\": " + i % 100 + "}")
                        .iterator(),
                BatchOptions.DEFAULTS);
        db.insertAll(
                "articles",
                IntStream.range(0, ARTICLES)
                        .mapToObj(i -> Databases.article("title " + i, "about word" + i, "c", i))
                        .iterator(),
                BatchOptions.DEFAULTS);
        db.flush();
    }

    private static void ask(RemDatabase db, int rows) {
        require(db.count("notes") == rows, "count");
        require(db.lookup("n77").size() == 1, "lookup");
        require(number(db, "SELECT count(*) FROM notes WHERE number = 7") == rows / 100, "index");
        require(number(db, "SELECT count(DISTINCT text) FROM notes") == Math.min(rows, 1000), "aggregate");
        require(number(db, "SELECT max(number) FROM notes WHERE text LIKE '%word7 %'") >= 0, "scan");
        require(
                db.search("word7")
                                .in("notes")
                                .mode(SearchMode.KEYWORD)
                                .limit(10)
                                .run()
                                .size()
                        == 10,
                "words");
        require(
                db.search("about word7")
                        .in("articles")
                        .mode(SearchMode.SEMANTIC)
                        .limit(1)
                        .run()
                        .getFirst()
                        .entity()
                        .properties()
                        .get("title")
                        .stringValue()
                        .equals("title 7"),
                "meaning");
        int listed = 0;
        try (EntityCursor cursor = db.list("notes", Visibility.LIVE)) {
            while (cursor.hasNext()) {
                cursor.next();
                listed++;
            }
        }
        require(listed == rows, "list");
        db.insert("notes", "{\"name\": \"one more\"}");
        require(db.count("notes") == rows + 1, "insert");
        db.delete(db.lookup("one more").getFirst().id(), io.remdb.Deletion.Mode.HARD);
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    private static long number(RemDatabase db, String sql) {
        try (QueryResult result = db.query(sql)) {
            return ((Number) Objects.requireNonNull(result.iterator().next().value(0))).longValue();
        }
    }
}
