package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.SearchMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of every file of an encrypted database is looked through for what was written to it. */
class NothingReadableTest {
    private static final int ROWS = 1_000;
    private static final int[] SAMPLE = {7, 8, 500, ROWS - 1};
    private static final int CRASHED = 9;
    private static final String DOSSIERS = """
            {"title": "Dossier", "description": "quibblesnatch of a dossier", "version": "1.0.0", "short_name": "dossiers",
             "properties": {
               "code": {"type": "string"},
               "content": {"type": "string"},
               "branch": {"type": "string"},
               "amount": {"type": "integer"},
               "weight": {"type": "number"},
               "day": {"type": "string", "format": "date"},
               "seen": {"type": "string", "format": "date-time"},
               "tags": {"type": "array", "items": {"type": "string"}}},
             "required": ["code", "content"],
             "json_schema_extra": {"embedding_fields": ["content"],
               "indexed_fields": ["branch", "amount", "weight", "day", "seen", "tags"], "key_field": "code"}}""";

    @TempDir
    Path folder;

    @Test
    void nothingOfAnEncryptedDatabaseCanBeReadFromItsFiles() throws Exception {
        Path path = folder.resolve("db");
        useInAnotherProcess(path, "encrypted");

        assertThat(found(folder, words())).isEmpty();

        Map<String, byte[]> vectors;
        try (RemDatabase db = Databases.encrypted(path)) {
            assertThat(db.count("dossiers")).isEqualTo(ROWS - 1);
            assertThat(db.lookup(code(7))).hasSize(1);
            vectors = vectors(db);
        }
        assertThat(found(folder, words())).isEmpty();
        assertThat(found(folder, vectors)).isEmpty();
    }

    @Test
    void theSameSearchFindsAllOfItInADatabaseThatIsNotEncrypted() throws Exception {
        Path path = folder.resolve("db");
        useInAnotherProcess(path, "plain");

        assertThat(found(folder, words())).containsAll(words().keySet());

        try (RemDatabase db = plain(path)) {
            Map<String, byte[]> vectors = vectors(db);
            assertThat(found(folder, vectors)).containsAll(vectors.keySet());
        }
    }

    /** Its temporary files are looked through, too, and it ends as in a crash: nothing is closed. */
    private void useInAnotherProcess(Path path, String kind) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        NothingReadableTest.class.getName(),
                        path.toString(),
                        kind)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isEqualTo(CRASHED);
    }

    /** {@code PATH KIND}: the process that is looked after. */
    @SuppressWarnings("resource") // it crashes
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        use(arguments[1].equals("plain") ? plain(path) : Databases.encrypted(path));
        Runtime.getRuntime().halt(CRASHED);
    }

    /** Compressed blocks would hide what the plain one says. */
    private static RemDatabase plain(Path path) {
        return RemDatabase.open(
                path, options -> options.withConfig(Databases.config("P8_ROCKSDB_COMPRESSION", "none")));
    }

    /** What a user does with a database, all of it. */
    private static void use(RemDatabase db) {
        db.schemas().register(Schema.parse(DOSSIERS));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i));
        }
        db.insertAll("dossiers", rows.iterator(), BatchOptions.DEFAULTS);
        db.update(id(db, 3), "{\"content\": \"" + word(3) + " changedwordxyzzy\"}");
        db.delete(id(db, 4), Deletion.Mode.SOFT);
        db.link(code(5), code(6), "conspiredwithplugh", "{\"where\": \"edgepropertyfrotz\"}");
        assertThat(db.search(word(8))
                        .in("dossiers")
                        .mode(SearchMode.KEYWORD)
                        .limit(3)
                        .run())
                .isNotEmpty();
        assertThat(db.search(word(9))
                        .in("dossiers")
                        .mode(SearchMode.SEMANTIC)
                        .limit(3)
                        .run())
                .hasSize(3);
        assertThat(db.search(word(9))
                        .in("dossiers")
                        .where("amount > " + amount(500))
                        .limit(3)
                        .run())
                .hasSize(3);
        try (QueryResult result = db.query(
                "SELECT branch, count(*) AS n FROM dossiers WHERE amount BETWEEN ? AND ? GROUP BY branch ORDER BY n DESC",
                amount(10),
                amount(400))) {
            assertThat(result.iterator().hasNext()).isTrue();
        }
        assertThat(db.fuzzy(code(12)).run()).isNotEmpty();
        assertThat(db.traverse(code(5)).run()).isNotEmpty();
        assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        db.flush();
    }

    /** The distinctive parts of what was written, as the bytes that would give them away. */
    private static Map<String, byte[]> words() {
        Map<String, byte[]> written = new LinkedHashMap<>();
        for (int i : SAMPLE) {
            text(written, word(i));
            text(written, code(i));
            number(written, "amount " + i, amount(i));
            number(written, "weight " + i, Double.doubleToLongBits(weight(i)));
        }
        text(written, "branchname1grue");
        text(written, "tagwordlantern");
        text(written, "changedwordxyzzy");
        text(written, "conspiredwithplugh");
        text(written, "edgepropertyfrotz");
        text(written, "quibblesnatch");
        text(written, day(8).toString());
        return written;
    }

    private static Map<String, byte[]> vectors(RemDatabase db) {
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        for (int i : SAMPLE) {
            Entity entity = db.getWithEmbeddings(id(db, i)).orElseThrow();
            float[] vector = entity.embeddings().values().iterator().next();
            ByteBuffer bytes = ByteBuffer.allocate(8 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < 8; at++) {
                bytes.putFloat(vector[at]);
            }
            vectors.put("vector " + i, bytes.array());
        }
        return vectors;
    }

    private static String row(int i) {
        return """
                {"code": "%s", "content": "%s is what this dossier is about", "branch": "branchname%dgrue", "amount": %d,
                 "weight": %s, "day": "%s", "seen": "%sT10:15:30.123456Z", "tags": ["tagwordlantern", "t%d"]}""".formatted(code(i), word(i), i % 7, amount(i), weight(i), day(i), day(i), i % 50);
    }

    private static String word(int i) {
        return "zyxword" + Integer.toString(i * 7919 + 1_000_003, 36) + "qvb";
    }

    private static String code(int i) {
        return "Code:" + Integer.toString(i * 104_729 + 5_000_011, 36) + "/kwq";
    }

    private static long amount(int i) {
        return 0x5A17_3C29_0000_0000L + i * 65_537L;
    }

    private static double weight(int i) {
        return 31_415.926535 * (i + 1.000137);
    }

    private static LocalDate day(int i) {
        return LocalDate.of(1871, 3, 11).plusDays(i * 13L);
    }

    private static UUID id(RemDatabase db, int i) {
        return db.lookup(code(i)).getFirst().id();
    }

    private static void text(Map<String, byte[]> written, String text) {
        written.put(text, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As an ordered index would keep it. */
    private static void number(Map<String, byte[]> written, String name, long bits) {
        written.put(
                name,
                ByteBuffer.allocate(Long.BYTES).putLong(bits ^ Long.MIN_VALUE).array());
    }

    private static Set<String> found(Path root, Map<String, byte[]> written) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            written.forEach((name, sought) -> {
                if (contains(bytes, sought)) {
                    found.add(name);
                }
            });
        }
        return found;
    }

    private static boolean contains(byte[] bytes, byte[] sought) {
        for (int at = 0; at <= bytes.length - sought.length; at++) {
            int i = 0;
            while (i < sought.length && bytes[at + i] == sought[i]) {
                i++;
            }
            if (i == sought.length) {
                return true;
            }
        }
        return false;
    }
}
