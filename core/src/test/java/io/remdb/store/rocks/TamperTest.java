package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.crypto.TestKeys;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexEntry;
import io.remdb.store.IndexHit;
import io.remdb.store.RowParts;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import io.remdb.value.FieldValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an encrypted store are changed at random: what comes of it is what was written, or an error, and nothing else. */
class TamperTest {
    private static final int MUTATIONS = Integer.getInteger("rem.tamper.mutations", 200);
    private static final int ROWS = 60;
    private static final int TABLE = 1;
    private static final int FIELD = 16;

    @TempDir
    Path folder;

    @Test
    void changedFilesAreReportedOrChangeNothing() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TamperTest seed " + seed);
        Random random = new Random(seed);
        Path path = folder.resolve("store");
        Path older = folder.resolve("older");
        Files.createDirectory(path);
        try (RocksStore store = open(path)) {
            store.records()
                    .commit(new WriteUnit(
                            Atomicity.SEVERAL_ENTITIES,
                            List.of(new Change.DefineTable(new TableDefinition(
                                    TABLE,
                                    "rows",
                                    Map.of("field", FIELD),
                                    Set.of(),
                                    new TableDefinition.Vectors("model", 4, false),
                                    null)))));
            write(store, 0, ROWS / 2);
        }
        copy(path, older);
        // Opened again, so that some of it is in files of tables and some in the log of the storage engine.
        try (RocksStore store = open(path)) {
            write(store, ROWS / 2, ROWS);
        }
        Map<String, String> rows;
        try (RocksStore store = open(path)) {
            rows = read(store);
        }
        assertThat(rows).hasSize(ROWS);

        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < MUTATIONS; i++) {
            Path changed = folder.resolve("changed");
            copy(path, changed);
            String mutation = mutate(changed, older, random);
            outcomes.merge(outcome(changed, rows, mutation + " of mutation " + i), 1, Integer::sum);
            delete(changed);
        }
        System.out.println("TamperTest " + outcomes);
        assertThat(outcomes).containsKeys("refused", "harmless");
    }

    private static RocksStore open(Path path) {
        return RocksStore.open(path, Creation.IF_MISSING, StoreFixture.config(), TestKeys.encrypted());
    }

    private static UUID id(int i) {
        return UUID.nameUUIDFromBytes(("row " + i).getBytes(StandardCharsets.UTF_8));
    }

    private static Change.Derived derived(int i) {
        return new Change.Derived(List.of(new IndexEntry(FIELD, new FieldValue.Whole(i % 7))), List.of("key " + i));
    }

    private static void write(RocksStore store, int from, int to) {
        for (int i = from; i < to; i++) {
            StoredEntity entity = StoreFixture.entity(id(i), "{\"number\":" + i + "}");
            store.records()
                    .commit(new WriteUnit(
                            Atomicity.ONE_ENTITY,
                            List.of(
                                    new Change.PutEntity(entity, 0, Change.Derived.NONE, derived(i)),
                                    new Change.PutEmbedding(
                                            TABLE, id(i), EmbeddingSlot.MAIN, new float[] {i, i + 1, i + 2, i + 3}),
                                    new Change.PutEdge(new StoredEdge(
                                            id(i), "next", id(i + 1), "{}".getBytes(StandardCharsets.UTF_8), i)))));
        }
    }

    private static Map<String, String> read(RocksStore store) {
        Map<String, String> rows = new TreeMap<>();
        try (Cursor<StoredEntity> cursor = store.records().scan(TABLE, null)) {
            while (cursor.hasNext()) {
                StoredEntity row = cursor.next();
                StringBuilder text = new StringBuilder(new String(row.properties(), StandardCharsets.UTF_8));
                store.records()
                        .embedding(TABLE, row.id(), EmbeddingSlot.MAIN)
                        .ifPresent(vector -> text.append(Arrays.toString(vector)));
                try (Cursor<StoredEdge> edges = store.records().edgesFrom(row.id(), null)) {
                    edges.forEachRemaining(edge -> text.append(edge.relType()).append(edge.dst()));
                }
                rows.put(row.id().toString(), text.toString());
            }
        }
        return rows;
    }

    /** What becomes of a changed store; fails where it is neither whole nor an error. */
    private static String outcome(Path changed, Map<String, String> rows, String mutation) {
        try (RocksStore store = open(changed)) {
            List<String> findings = new ArrayList<>();
            try (StoreSnapshot now = store.snapshot()) {
                now.verify(new StoreCheck() {
                    @Override
                    public Optional<RowParts> parts(StoredEntity entity) {
                        int number = entity.parseProperties().path("number").intValue();
                        return Optional.of(new RowParts(TamperTest.derived(number), Set.of(EmbeddingSlot.MAIN)));
                    }

                    @Override
                    public void found(String part, String what, String where) {
                        findings.add(part + ": " + what);
                    }
                });
            }
            if (!findings.isEmpty()) {
                return "found by verify";
            }
            assertThat(read(store)).as(mutation).isEqualTo(rows);
            try (Cursor<IndexHit> hits = store.indexes()
                    .range(TABLE, FIELD, FieldRange.equalTo(new FieldValue.Whole(3)), Direction.ASCENDING)) {
                int count = 0;
                while (hits.hasNext()) {
                    hits.next();
                    count++;
                }
                assertThat(count).as(mutation).isEqualTo((ROWS + 3) / 7);
            }
            return "harmless";
        } catch (RemException e) {
            return "refused";
        }
    }

    private static String mutate(Path changed, Path older, Random random) throws IOException {
        List<Path> files = files(changed);
        Path file = files.get(random.nextInt(files.size()));
        String name = changed.relativize(file).toString();
        byte[] bytes = Files.readAllBytes(file);
        return switch (random.nextInt(6)) {
            case 0, 1 -> flip(file, bytes, random) + name;
            case 2 -> cut(file, bytes, random) + name;
            case 3 -> swap(file, bytes, random) + name;
            case 4 -> putBack(file, older.resolve(name)) + name;
            default -> {
                Path other = files.get(random.nextInt(files.size()));
                Files.write(file, Files.readAllBytes(other));
                yield changed.relativize(other) + " as " + name;
            }
        };
    }

    private static String flip(Path file, byte[] bytes, Random random) throws IOException {
        if (bytes.length == 0) {
            return "nothing in ";
        }
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
        return "a flipped bit at " + at + " of ";
    }

    private static String cut(Path file, byte[] bytes, Random random) throws IOException {
        int length = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        Files.write(file, Arrays.copyOf(bytes, length));
        return "a cut at " + length + " of ";
    }

    private static String swap(Path file, byte[] bytes, Random random) throws IOException {
        int length = Math.min(bytes.length / 2, 16 + random.nextInt(64));
        int at = bytes.length < 2 * length + 1 ? 0 : random.nextInt(bytes.length - 2 * length);
        byte[] part = Arrays.copyOfRange(bytes, at, at + length);
        System.arraycopy(bytes, at + length, bytes, at, length);
        System.arraycopy(part, 0, bytes, at + length, length);
        Files.write(file, bytes);
        return "two parts swapped at " + at + " of ";
    }

    private static String putBack(Path file, Path before) throws IOException {
        if (Files.exists(before)) {
            Files.copy(before, file, StandardCopyOption.REPLACE_EXISTING);
            return "the older ";
        }
        Files.delete(file);
        return "deleted: ";
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("OWNED"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
