package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Repair;
import io.remdb.Schema;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.TestKeys;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.SearchSizes;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.SystemFields;
import io.remdb.store.rocks.RawStore;
import io.remdb.value.FieldValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of inconsistency that a defect could leave is planted in a database, found where it is, and mended; the rows stay as they are. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class RepairingTest {
    private static final UUID NOBODY = UUID.fromString("11111111-1111-8111-8111-111111111111");
    private static final String BRIDGE = "The Bridge";
    private static final String TOWER = "The Tower";
    private static final String RUIN = "The Ruin";
    private static final int ROWS = 60;

    @TempDir
    static Path templates;

    private static final Map<Boolean, Template> MADE = new HashMap<>();

    @Parameter
    boolean encrypted;

    @TempDir
    Path home;

    private UUID bridge = NOBODY;
    private UUID tower = NOBODY;
    private List<UUID> ids = List.of();
    private String before = "";

    /** A database, made once. */
    private record Template(Path folder, List<UUID> ids, UUID bridge, UUID tower, String hash) {}

    private Path folder() {
        return home.resolve("db");
    }

    private KeySource keys() {
        return encrypted ? TestKeys.encrypted() : KeySource.NONE;
    }

    private RemDatabase open() {
        return open(folder());
    }

    private RemDatabase open(Path folder) {
        OpenOptions options =
                new OpenOptions(Creation.IF_MISSING, Databases.config(), OpenOptions.Sharing.ALONE, keys());
        return LocalDatabaseProvider.open(folder, options, SearchSizes.PRODUCTION);
    }

    @BeforeEach
    void copy() throws IOException {
        Template template = MADE.computeIfAbsent(encrypted, _ -> template());
        try (Stream<Path> files = Files.walk(template.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder().resolve(template.folder().relativize(file)));
            }
        }
        ids = template.ids();
        bridge = template.bridge();
        tower = template.tower();
        before = template.hash();
    }

    private Template template() {
        Path folder = templates.resolve(encrypted ? "encrypted" : "plain");
        try (RemDatabase db = open(folder)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                rows.add(Databases.article("row " + i, "text number " + i, "c" + i % 5, 1900 + i % 7));
            }
            rows.add(Databases.article(BRIDGE, "a bridge of stone over a river", "bridges", 1800));
            rows.add(Databases.article(TOWER, "a tower of iron beside a river", "towers", 1889));
            rows.add(Databases.article(RUIN, "stones in the grass", "ruins", 1200));
            db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
            List<UUID> made = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                made.add(id(db, "row " + i));
            }
            db.link(BRIDGE, TOWER, "near", "{\"miles\": 2}");
            db.link(TOWER, RUIN, "near", "{}");
            db.delete(id(db, RUIN), Deletion.Mode.SOFT);
            db.flush();
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
            assertThat(db.operations()
                            .verify(Depth.QUICK, ProgressListener.NONE)
                            .findings())
                    .isEmpty();
            return new Template(folder, made, id(db, BRIDGE), id(db, TOWER), hash(db));
        }
    }

    private static UUID id(RemDatabase db, String key) {
        return db.lookup(key).getFirst().id();
    }

    private static String hash(RemDatabase db) {
        return db.operations().contentHash(ProgressListener.NONE).hash();
    }

    private interface Planting {
        void into(RawStore raw, int table);
    }

    private void plant(Planting planting) {
        try (RawStore raw = RawStore.of(folder(), Databases.config(), keys())) {
            planting.into(raw, raw.table("articles"));
        }
    }

    /** Has it found, mended, and nothing found afterwards, not even by who opens the database anew. */
    private void foundAndMended(String part, String place, String mended) {
        try (RemDatabase db = open()) {
            Verification found = db.operations().verify(ProgressListener.NONE);
            assertThat(found.findings()).isNotEmpty();
            assertThat(found.findings()).anySatisfy(finding -> {
                assertThat(finding.part()).isEqualTo(part);
                assertThat(finding.place()).contains(place);
            });
            Repair repair = db.operations().repair(ProgressListener.NONE);
            assertThat(repair.after().findings()).isEmpty();
            assertThat(repair.mended()).extracting(Repair.Mended::part).contains(mended);
        }
        try (RemDatabase db = open()) {
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
            assertThat(hash(db)).isEqualTo(before);
            assertThat(db.lookup(BRIDGE)).hasSize(1);
            assertThat(db.get(tower)).isPresent();
        }
    }

    private void quickSays(String part) {
        try (RemDatabase db = open()) {
            assertThat(db.operations()
                            .verify(Depth.QUICK, ProgressListener.NONE)
                            .findings())
                    .extracting(Verification.Finding::part)
                    .contains(part);
        }
    }

    @Test
    void aMissingIndexEntry() {
        plant((raw, table) ->
                raw.removeIndexEntry(table, raw.field("articles", "year"), new FieldValue.Whole(1889), tower));
        quickSays("indexes");
        foundAndMended("indexes", "row " + tower + ", index year", "indexes");
    }

    @Test
    void anIndexEntryOfAValueThatTheRowHasNot() {
        plant((raw, table) -> raw.putIndexEntry(
                table, raw.field("articles", "category"), new FieldValue.Text("churches"), tower, false));
        quickSays("indexes");
        foundAndMended("indexes", "row " + tower, "indexes");
    }

    @Test
    void anIndexEntryOfNoRow() {
        plant((raw, table) ->
                raw.putIndexEntry(table, SystemFields.CREATED_AT, new FieldValue.Timestamp(5), NOBODY, false));
        foundAndMended("indexes", "row " + NOBODY, "indexes");
    }

    @Test
    void anIndexEntryInThePlaceOfAnother() {
        plant((raw, table) -> raw.removeIndexEntry(
                        table, raw.field("articles", "year"), new FieldValue.Whole(1889), tower)
                .putIndexEntry(table, raw.field("articles", "year"), new FieldValue.Whole(1888), tower, false));
        foundAndMended("indexes", "row " + tower, "indexes");
    }

    @Test
    void anIndexEntryThatSaysDeletedOfALivingRow() {
        plant((raw, table) ->
                raw.putIndexEntry(table, raw.field("articles", "year"), new FieldValue.Whole(1889), tower, true));
        foundAndMended("indexes", "row " + tower + ", index year", "indexes");
    }

    @Test
    void anIndexEntryThatTellsSomethingElseOfAnotherField() {
        assumeFalse(encrypted, "there they tell nothing");
        plant((raw, table) -> raw.putIndexEntry(
                table,
                raw.field("articles", "year"),
                new FieldValue.Whole(1889),
                tower,
                raw.field("articles", "category")));
        foundAndMended("indexes", "row " + tower + ", index year", "indexes");
        try (RemDatabase db = open();
                QueryResult result = db.query("SELECT title FROM articles WHERE year = 1889 AND category = 'towers'")) {
            assertThat(result.stream()).hasSize(1);
        }
    }

    @Test
    void anIndexEntryOfATableThatThereIsNot() {
        plant((raw, table) -> raw.putIndexEntry(77, 16, new FieldValue.Whole(1), NOBODY, false));
        foundAndMended("indexes", "table 77", "indexes");
    }

    @Test
    void aMissingKey() {
        plant((raw, table) -> raw.removeKey(BRIDGE, bridge));
        quickSays("key_index");
        foundAndMended("key_index", "row " + bridge, "key_index");
    }

    @Test
    void aKeyThatTheRowHasNot() {
        plant((raw, table) -> raw.putKey("The Wall", bridge, table));
        foundAndMended("key_index", "row " + bridge, "key_index");
    }

    @Test
    void aMissingId() {
        plant((raw, table) -> raw.removeId(bridge));
        quickSays("ids");
        foundAndMended("ids", "row " + bridge, "ids");
    }

    @Test
    void anIdThatLeadsElsewhere() {
        plant((raw, table) -> raw.putId(bridge, table + 1));
        foundAndMended("ids", "row " + bridge, "ids");
    }

    @Test
    void anIdThatLeadsNowhere() {
        plant((raw, table) -> raw.putId(NOBODY, table));
        foundAndMended("ids", "row " + NOBODY, "ids");
    }

    @Test
    void anEdgeThatIsNotThereFromItsTarget() {
        plant((raw, table) -> raw.removeEdge(bridge, "near", tower, true));
        quickSays("edges_reverse");
        foundAndMended("edges_reverse", bridge + " -> " + tower, "edges_reverse");
        try (RemDatabase db = open();
                var edges = db.edges(TOWER, io.remdb.EdgeDirection.IN, List.of())) {
            assertThat(edges.next().properties().path("miles").intValue()).isEqualTo(2);
        }
    }

    @Test
    void anEdgeThatIsAnotherFromItsTarget() {
        plant((raw, table) -> raw.putEdge(
                new StoredEdge(bridge, "near", tower, "{\"miles\":9}".getBytes(StandardCharsets.UTF_8), 1), true));
        foundAndMended("edges_reverse", bridge + " -> " + tower, "edges_reverse");
    }

    @Test
    void anEdgeThatIsThereFromItsTargetOnly() {
        plant((raw, table) -> raw.putEdge(new StoredEdge(tower, "far", bridge, new byte[0], 1), true));
        foundAndMended("edges_reverse", tower + " -> " + bridge, "edges_reverse");
    }

    @Test
    void aMissingVector() {
        plant((raw, table) -> raw.removeVector(table, tower, EmbeddingSlot.MAIN));
        foundAndMended("embeddings", "row " + tower + ", embedding", "embeddings");
    }

    @Test
    void aVectorOfAnotherLength() {
        plant((raw, table) -> raw.putVector(table, tower, EmbeddingSlot.MAIN, 1, 0, 0));
        quickSays("embeddings");
        foundAndMended("embeddings", "row " + tower + ", embedding", "embeddings");
    }

    @Test
    void aVectorOfNoNumbers() {
        float[] vector = new float[64];
        vector[3] = Float.NaN;
        plant((raw, table) -> raw.putVector(table, tower, EmbeddingSlot.MAIN, vector));
        foundAndMended("embeddings", "row " + tower + ", embedding", "embeddings");
    }

    @Test
    void aVectorOfNoRow() {
        plant((raw, table) -> raw.putVector(table, NOBODY, EmbeddingSlot.MAIN, new float[64]));
        foundAndMended("embeddings", "row " + NOBODY, "embeddings");
    }

    @Test
    void aVectorOfAModelThatTheTableHasNot() {
        plant((raw, table) -> raw.putVector(table, tower, EmbeddingSlot.ALT, new float[8]));
        foundAndMended("embeddings", "row " + tower, "embeddings");
    }

    @Test
    void wrongCounters() {
        plant((raw, table) -> raw.setCounters(table, 17, 4));
        quickSays("meta");
        foundAndMended("meta", "articles", "meta");
        try (RemDatabase db = open()) {
            assertThat(db.count("articles")).isEqualTo(ROWS + 2);
        }
    }

    @Test
    void aTableNumberThatIsNotMarkedAsGiven() {
        plant((raw, table) -> raw.removeMark(table));
        foundAndMended("meta", "articles", "meta");
    }

    @Test
    void aMissingEntryOfTheLog() {
        plant((raw, table) -> raw.removeLogEntry(raw.lastSequence() - 1));
        quickSays("wal");
        foundAndMended("wal", "", "wal");
    }

    @Test
    void theLastEntryOfTheLogIsMissing() {
        plant((raw, table) -> raw.removeLogEntry(raw.lastSequence()));
        foundAndMended("wal", "from ", "wal");
    }

    @Test
    void aRowThatTheSearchIndexHasNotAsItIs() {
        plant((raw, table) -> {
            StoredEntity row = raw.row(table, tower);
            raw.putRow(new StoredEntity(
                    table,
                    tower,
                    row.version(),
                    row.createdAtMicros(),
                    row.modifiedAtMicros(),
                    row.deletedAtMicros(),
                    new String(row.properties(), StandardCharsets.UTF_8)
                            .replace("iron", "wood")
                            .getBytes(StandardCharsets.UTF_8)));
        });
        try (RemDatabase db = open()) {
            before = hash(db);
        }
        foundAndMended("search", "row " + tower, "search");
    }

    /** What cannot be told from anything else is named and left; what is beside it is mended. */
    @Test
    void aDamagedRowIsNamedAndLeft() {
        plant((raw, table) -> raw.damageRow(table, tower).removeKey(BRIDGE, bridge));
        try (RemDatabase db = open()) {
            Repair repair = db.operations().repair(ProgressListener.NONE);
            assertThat(repair.mended()).extracting(Repair.Mended::part).containsExactly("key_index");
            assertThat(repair.after().findings())
                    .extracting(Verification.Finding::part, Verification.Finding::problem)
                    .containsExactly(tuple("entities", "A stored entity does not have the form of one"));
            assertThat(db.lookup(BRIDGE)).hasSize(1);
        }
    }

    @Test
    void anEdgeWithoutItsSourceIsNamedAndLeft() {
        plant((raw, table) -> raw.putEdge(new StoredEdge(NOBODY, "near", bridge, new byte[0], 1), false)
                .putEdge(new StoredEdge(NOBODY, "near", bridge, new byte[0], 1), true));
        try (RemDatabase db = open()) {
            Repair repair = db.operations().repair(ProgressListener.NONE);
            assertThat(repair.after().findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.place()).contains(NOBODY + " -> " + bridge));
            assertThat(db.unlink(NOBODY.toString(), bridge.toString(), "near")).isTrue();
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        }
    }

    @Test
    void manyFlawsOfManyKindsAtOnce() {
        plant((raw, table) -> {
            for (int i = 0; i < ROWS; i++) {
                UUID id = ids.get(i);
                raw.removeKey("row " + i, id)
                        .removeId(id)
                        .putIndexEntry(table, raw.field("articles", "year"), new FieldValue.Whole(1), id, false);
                if (i % 10 == 0) {
                    raw.removeVector(table, id, EmbeddingSlot.MAIN);
                }
            }
        });
        foundAndMended("ids", "", "ids");
        try (RemDatabase db = open()) {
            assertThat(db.operations().repair(ProgressListener.NONE).mended()).isEmpty();
        }
    }
}
