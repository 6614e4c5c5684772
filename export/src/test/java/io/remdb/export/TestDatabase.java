package io.remdb.export;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.ScanOptions;
import io.remdb.ScanOptions.Embeddings;
import io.remdb.Schema;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import io.remdb.crypto.RecoveryCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Databases with a table of every type, and exports of them. */
final class TestDatabase {
    /** A field of every type, and one that is called as a column of exports is. */
    static final String THINGS = """
        {"title": "Thing", "description": "A thing of every type", "version": "1.0.0", "short_name": "things",
         "properties": {
           "label": {"type": "string"},
           "content": {"type": "string"},
           "whole": {"type": ["integer", "null"]},
           "real": {"type": "number"},
           "truth": {"type": "boolean"},
           "seen": {"type": "string", "format": "date-time"},
           "day": {"type": "string", "format": "date"},
           "ref": {"type": "string", "format": "uuid"},
           "extra": {"type": "object"},
           "tags": {"type": "array", "items": {"type": "string"}},
           "numbers": {"type": "array", "items": {"type": "integer"}},
           "other_properties": {"type": "string"}},
         "required": ["label"],
         "json_schema_extra": {"embedding_fields": ["content"], "indexed_fields": ["whole", "tags"],
           "key_field": "label"}}\
        """;

    /** Rows with random ids. */
    static final String EVENTS = """
        {"title": "Event", "description": "An event", "version": "1.0.0", "short_name": "events",
         "properties": {"number": {"type": "integer"}, "note": {"type": "string"}}, "required": ["number"]}\
        """;

    static final RemConfig.Export PARQUET = new RemConfig.Export(RemConfig.ParquetCompression.ZSTD, 100);

    private TestDatabase() {}

    static RemConfig config(String... variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("P8_HOME", System.getProperty("java.io.tmpdir") + "/rem-test-home");
        environment.put("P8_DEFAULT_EMBEDDING", "letters:8");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return RemConfig.of(environment);
    }

    static OpenOptions options(String... variables) {
        return new OpenOptions(OpenOptions.Creation.IF_MISSING, config(variables), OpenOptions.Sharing.ALONE);
    }

    static RemDatabase inMemory(String... variables) {
        return RemDatabase.inMemory(any -> options(variables));
    }

    /** One that is encrypted with a key of its own. */
    static RemDatabase encrypted() {
        return RemDatabase.inMemory(any -> options().withKeys(new Keys(RecoveryCode.generate())));
    }

    private record Keys(RecoveryCode code) implements KeySource {
        @Override
        public Optional<Recipient> recipientOfNew() {
            try (PrivateKey key = privateKey()) {
                return Optional.of(Recipient.owner(key.publicKey()));
            }
        }

        @Override
        public PrivateKey privateKey() {
            return code.privateKey();
        }
    }

    /** Fills a database with rows of every kind: keys with odd characters, nulls, soft-deleted rows, links, undeclared properties. */
    static void fill(RemDatabase db) {
        db.schemas().register(Schema.parse(THINGS));
        db.schemas().register(Schema.parse(EVENTS));
        UUID first = insert(db, """
            {"label": "first, with \\"quotes\\", commas\\nand lines", "content": "äöü \\u2028 \\uD83D\\uDE00", "whole": -7,
             "real": 1.5e300, "truth": true, "seen": "2026-01-31T08:15:30.1234567+01:00", "day": "1969-12-31",
             "ref": "00000000-0000-8000-8000-000000000001", "extra": {"a": [1, {"b": null}], "c": 0.1},
             "tags": ["x", "", "ü,\\""], "numbers": [1, -2, 9007199254740993], "other_properties": "own", "undeclared": [true]}\
            """);
        UUID second = insert(db, """
            {"label": "../../etc/passwd", "content": "", "whole": 9223372036854775807, "real": 2, "truth": false, "tags": [],
             "numbers": [], "extra": {}}\
            """);
        UUID third = insert(db, "{\"label\": \"=1+1\"}");
        UUID gone = insert(db, "{\"label\": \"gone\", \"content\": \"text of a deleted row\", \"whole\": 3}");
        insert(db, "{\"label\": \"\\u0001 control\", \"content\": \"x\", \"whole\": null}");
        db.link(first, second, "cites", Map.of("page", 7, "note", "ünter"));
        db.link(first, third, "cites", Map.of());
        db.link(first, first, "a \"type\"", Map.of());
        db.link(third.toString(), "{\"entity_type\": \"things\", \"key\": \"not there yet\"}", "plans", "{}");
        db.link(gone, first, "remembers", Map.of());
        db.update(second, "{\"whole\": 5}");
        db.delete(gone, Deletion.Mode.SOFT);
        List<String> events = IntStream.range(0, 1_234)
                .mapToObj(number -> "{\"number\": " + number + ", \"note\": \"" + (number % 3 == 0 ? "" : "n") + "\"}")
                .toList();
        db.insertAll("events", events.iterator(), BatchOptions.DEFAULTS);
    }

    private static UUID insert(RemDatabase db, String json) {
        return db.insert("things", json).id();
    }

    /** Everything there is of the rows. */
    static final ScanOptions EVERYTHING =
            ScanOptions.DEFAULTS.withVisibility(Visibility.WITH_DELETED).withEmbeddings(Embeddings.INCLUDED);

    /** Exports tables into a folder, each file called after its table. */
    static ExportResult export(RemDatabase db, Path folder, ExportFormat format, ScanOptions rows, String... tables) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String table : tables) {
            files.put(table, folder.resolve(table + "." + format.extension()));
        }
        return Exporter.export(db, new ExportRequest(files, format, rows, PARQUET), ProgressListener.NONE);
    }
}
