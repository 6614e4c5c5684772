package io.remdb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.Changes;
import io.remdb.Compaction;
import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.HitExplanation;
import io.remdb.IndexRebuild;
import io.remdb.Key;
import io.remdb.KeyMatch;
import io.remdb.ProgressListener;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.RemSchema;
import io.remdb.Repair;
import io.remdb.Row;
import io.remdb.RowError;
import io.remdb.ScanOptions;
import io.remdb.ScannedTable;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.SchemaRegistration;
import io.remdb.Schemas;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.Statistics;
import io.remdb.Table;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import io.remdb.Verification;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import io.remdb.WriteResult;
import io.remdb.json.Json;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.support.Way;
import io.remdb.spi.PacedRows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that a database does is the same in process and through its owner. */
@ParameterizedClass
@EnumSource(Way.class)
class SameVerbsTest {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Way.Opened opened;

    @SuppressWarnings("NullAway.Init")
    private static RemDatabase db;

    SameVerbsTest(Way way) {}

    @BeforeParameterizedClassInvocation
    static void open(Way way) throws IOException {
        opened = way.open(Files.createDirectory(folder.resolve(way.name())));
        db = opened.database();
        db.schemas().register(Schema.parse(Databases.ARTICLES));
        db.schemas().register(Schema.parse(Databases.EVENTS));
    }

    @AfterParameterizedClassInvocation
    static void close() {
        opened.close();
    }

    private static UUID insert(String title, String content, String category) {
        return db.insert("articles", Databases.article(title, content, category, 2000))
                .id();
    }

    @Test
    void writesReadsChangesAndDeletesARow() {
        WriteResult created = db.insert("articles", Databases.article("crud", "first text", "a", 1));
        assertThat(created.action()).isEqualTo(WriteResult.Action.CREATED);
        assertThat(created.entityType()).isEqualTo("articles");
        WriteResult again = db.insert("articles", Databases.article("crud", "second text", "a", 2));
        assertThat(again).isEqualTo(new WriteResult(created.id(), "articles", WriteResult.Action.UPDATED));

        Entity row = db.get(created.id()).orElseThrow();
        assertThat(row).isEqualTo(opened.itself().get(created.id()).orElseThrow());
        assertThat(row.properties().get("content").stringValue()).isEqualTo("second text");
        assertThat(row.createdAt()).isBefore(row.modifiedAt());

        Entity changed = db.update(created.id(), "{\"year\": 3, \"tags\": null}");
        assertThat(changed.properties().get("year").intValue()).isEqualTo(3);
        assertThat(changed.properties().has("tags")).isFalse();

        Deletion deletion = db.delete(created.id(), Deletion.Mode.SOFT);
        assertThat(deletion.id()).isEqualTo(created.id());
        Entity deleted = db.get(created.id()).orElseThrow();
        assertThat(deleted.deletedAt()).isEqualTo(deletion.deletedAt());
        assertThat(db.delete(created.id(), Deletion.Mode.HARD).id()).isEqualTo(created.id());
        assertThat(db.get(created.id())).isEmpty();
    }

    @Test
    void tellsWhatIsChanged() {
        long start = db.info().sequence();
        UUID one = insert("changes one", "a text", "changes");
        UUID two = insert("changes two", "a text", "changes");
        db.link(one, two, "cites", Map.of("n", 1));
        db.unlink(one.toString(), two.toString(), "cites");
        db.delete(one, Deletion.Mode.SOFT);
        db.insertAll("events", Databases.events(5_000, 5_003).iterator(), BatchOptions.DEFAULTS);
        db.delete(two, Deletion.Mode.HARD);
        db.schemas().register(Schema.parse(Databases.EVENTS.replace("events", "happenings")));
        db.schemas().remove("happenings", Schemas.Removal.IF_EMPTY);

        List<Change> changes = changes(db.changes().from(start));
        assertThat(changes).isEqualTo(changes(opened.itself().changes().from(start)));
        assertThat(changes)
                .extracting(Change::kind)
                .containsExactly(
                        Change.Kind.CREATED,
                        Change.Kind.CREATED,
                        Change.Kind.LINKED,
                        Change.Kind.UNLINKED,
                        Change.Kind.DELETED,
                        Change.Kind.CREATED,
                        Change.Kind.CREATED,
                        Change.Kind.CREATED,
                        Change.Kind.REMOVED,
                        Change.Kind.SCHEMA_REGISTERED,
                        Change.Kind.CREATED,
                        Change.Kind.SCHEMA_REMOVED,
                        Change.Kind.REMOVED);
        ChangePosition inside = changes.get(6).place().position();
        assertThat(changes(db.changes().from(inside).of("events"))).isEqualTo(changes.subList(7, 8));
        try (ChangeCursor cursor = db.changes().from(inside).until(start + 6).open()) {
            assertThat(cursor.position()).isEqualTo(inside);
            assertThat(cursor.next()).isEqualTo(changes.get(7));
            assertThat(cursor.hasNext()).isFalse();
            assertThat(cursor.ended()).isTrue();
            assertThat(cursor.position()).isEqualTo(ChangePosition.after(start + 6));
        }
        assertThat(changes(db.changes().fromOldest())).endsWith(changes.toArray(Change[]::new));
        assertThat(code(() -> db.changes().from(start + 1_000).open())).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(code(() -> db.changes().of("evens").open())).isEqualTo(ErrorCode.UNKNOWN_TABLE);
    }

    private static List<Change> changes(Changes changes) {
        try (Stream<Change> stream = changes.untilNow().stream()) {
            return stream.toList();
        }
    }

    @Test
    void writesSeveralTablesAtOnce() {
        UUID stale = insert("mixed stale", "an old text", "mixed");
        UUID kept = insert("mixed kept", "another text", "mixed");
        db.link(kept, stale, "about", Map.of());
        List<Long> told = new ArrayList<>();
        WriteBatchResult result = db.write(
                WriteBatch.builder()
                        .insert("events", """
                                {"number": 990, "edges": [{"dst": "mixed new", "rel_type": "names"}]}""")
                        .insert("articles", Databases.article("mixed new", "a new text", "mixed", 1))
                        .insert("articles", Databases.article("mixed kept", "another text", "changed", 1))
                        .delete(stale, Deletion.Mode.HARD)
                        .delete(UUID.randomUUID(), Deletion.Mode.HARD)
                        .build(),
                (done, total) -> {
                    assertThat(total).isEqualTo(3);
                    told.add(done);
                });
        assertThat(result).isEqualTo(new WriteBatchResult(2, 1, 1));
        assertThat(told).isSorted().endsWith(3L);
        assertThat(db.get(stale)).isEmpty();
        assertThat(db.get(kept).orElseThrow().edges()).isEmpty();
        assertThat(db.lookup("mixed kept")
                        .getFirst()
                        .properties()
                        .get("category")
                        .stringValue())
                .isEqualTo("changed");
        Entity created = db.lookup("mixed new").getFirst();
        try (EdgeCursor edges = db.edges("mixed new", EdgeDirection.IN, List.of("names"))) {
            assertThat(edges.next().dst()).isEqualTo(created.id());
        }
        assertThat(db.search("a new text")
                        .in("articles")
                        .where("category = 'mixed'")
                        .run())
                .extracting(hit -> hit.entity().id())
                .containsExactly(created.id());
    }

    @Test
    void writesNothingOfABatchThatHasOneBadRow() {
        UUID present = insert("mixed present", "text", "present");
        long before = db.info().sequence();
        RemException refused = catchThrowableOfType(
                RemException.class,
                () -> db.write(WriteBatch.builder()
                        .insert("events", Databases.event(991))
                        .insert("articles", "{\"title\": \"mixed bad\"}")
                        .delete(present, Deletion.Mode.HARD)
                        .build()));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ValidationProblem::field)
                                .containsExactly("content"));
        RemException both = catchThrowableOfType(
                RemException.class,
                () -> db.write(WriteBatch.builder()
                        .insert("articles", Databases.article("mixed present", "text", "again", 1))
                        .delete(present, Deletion.Mode.SOFT)
                        .build()));
        assertThat(both.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(catchThrowableOfType(
                                RemException.class,
                                () -> db.write(WriteBatch.builder()
                                        .insert("nowhere", "{}")
                                        .build()))
                        .code())
                .isEqualTo(ErrorCode.UNKNOWN_TABLE);
        assertThat(db.info().sequence()).isEqualTo(before);
        assertThat(db.get(present)).isPresent();
    }

    @Test
    void writesABatchOfManyMessages() {
        WriteBatch.Builder batch = WriteBatch.builder();
        String text = "word ".repeat(1000);
        for (int i = 0; i < 500; i++) {
            batch.insert("articles", Databases.article("many " + i, text + i, "many", i));
        }
        assertThat(db.write(batch.build())).isEqualTo(new WriteBatchResult(500, 0, 0));
        assertThat(Databases.number(db, "SELECT count(*) FROM articles WHERE category = 'many'"))
                .isEqualTo(500);
    }

    @Test
    void verifiesQuicklyRepairsAndBuildsIndexesAnew() {
        insert("repaired 1", "text to repair", "v");
        Verification quick = db.operations().verify(Verification.Depth.QUICK, ProgressListener.NONE);
        assertThat(quick.isSound()).as(quick.toString()).isTrue();
        assertThat(quick.searchRows()).isPositive();

        Repair repair = db.operations().repair(ProgressListener.NONE);
        assertThat(repair.mended()).isEmpty();
        assertThat(repair.after().isSound()).isTrue();

        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        IndexRebuild rebuild = db.operations().rebuildIndexes(List.of("articles"), (done, total) -> heard.add(done));
        assertThat(rebuild.tables()).singleElement().satisfies(table -> {
            assertThat(table.table()).isEqualTo("articles");
            assertThat(table.rows()).isEqualTo(db.count("articles"));
            assertThat(table.mended()).isZero();
        });
        assertThat(heard).isNotEmpty().isSorted();
        assertThatThrownBy(() -> db.operations().rebuildIndexes(List.of("artikels"), ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
    }

    @Test
    void verifiesAll() {
        UUID one = insert("verified 1", "text to verify", "v");
        UUID two = insert("verified 2", "text to verify", "v");
        db.link(one, two, "verifies", Map.of());
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());

        Verification verification = db.operations().verify((done, total) -> {
            heard.add(done);
            assertThat(total).isEqualTo(ProgressListener.UNKNOWN_TOTAL);
        });

        assertThat(verification.isSound()).as(verification.toString()).isTrue();
        assertThat(verification).isEqualTo(opened.itself().operations().verify(ProgressListener.NONE));
        assertThat(verification.rows()).isGreaterThan(2);
        assertThat(verification.edges()).isPositive();
        assertThat(verification.vectors()).isGreaterThan(2);
        assertThat(verification.indexEntries()).isGreaterThan(verification.rows());
        assertThat(verification.logEntries()).isPositive();
        assertThat(heard).isSorted();
    }

    @Test
    void vacuumsAndCompacts() {
        UUID kept = insert("vacuum kept", "text", "vacuum");
        UUID gone = insert("vacuum gone", "text", "vacuum");
        db.link(kept, gone, "near", Map.of());
        db.delete(gone, Deletion.Mode.SOFT);
        VacuumOptions options = VacuumOptions.DEFAULTS.olderThan(Duration.ZERO);

        VacuumResult dry = db.operations().vacuum(options.dryRun(), ProgressListener.NONE);
        assertThat(db.get(gone)).isPresent();
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        VacuumResult done = db.operations().vacuum(options, (now, total) -> heard.add(now));

        assertThat(done.rows()).isEqualTo(dry.rows()).containsKey("articles");
        assertThat(done.edges()).isEqualTo(dry.edges()).isPositive();
        assertThat(done.vectors()).isEqualTo(dry.vectors()).isPositive();
        assertThat(done.bytes()).isEqualTo(dry.bytes()).isPositive();
        assertThat(done.storeBytesBefore()).isPositive();
        assertThat(heard).isNotEmpty();
        assertThat(db.get(gone)).isEmpty();
        assertThat(db.get(kept)).isPresent();
        assertThatThrownBy(() -> VacuumOptions.DEFAULTS.olderThan(Duration.ofMillis(-1)))
                .isInstanceOf(RemException.class);

        List<Long> parts = Collections.synchronizedList(new ArrayList<>());
        Compaction compaction = db.operations().compact((now, total) -> parts.add(now));
        assertThat(compaction.storeBytesAfter()).isPositive();
        assertThat(parts).isSorted().hasSizeGreaterThan(5);
        assertThat(db.get(kept)).isPresent();
    }

    @Test
    void countsWhatIsDone() {
        UUID id = insert("counted", "text", "counted");
        assertThat(db.get(id)).isPresent();
        assertThatThrownBy(() -> db.update(UUID.randomUUID(), "{}")).isInstanceOf(RemException.class);

        Statistics stats = db.operations().stats();

        Statistics own = opened.itself().operations().stats();
        assertThat(stats.tables())
                .usingRecursiveComparison()
                .ignoringFields("searchBytes")
                .isEqualTo(own.tables());
        assertThat(stats.log()).isEqualTo(own.log());
        assertThat(stats.families()).hasSameSizeAs(own.families());
        assertThat(stats.operations())
                .filteredOn(operation -> operation.name().equals("update"))
                .allSatisfy(operation -> assertThat(operation.errors()).isPositive())
                .hasSize(1);
        assertThat(stats.errors()).containsKey("NOT_FOUND");
        assertThat(stats.replication()).isEqualTo(own.replication());
        assertThat(stats.process().uptimeSeconds()).isPositive();
    }

    @Test
    void comparesAndSets() {
        UUID id = insert("cas", "text", "a");
        Instant seen = db.get(id).orElseThrow().modifiedAt();
        Entity changed = db.updateIfUnmodified(id, "{\"year\": 1}", seen);
        assertThat(changed.modifiedAt()).isAfter(seen);
        assertThatThrownBy(() -> db.updateIfUnmodified(id, "{\"year\": 2}", seen))
                .isInstanceOfSatisfying(RemException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                    assertThat(e.details())
                            .containsEntry("id", id.toString())
                            .containsEntry("modified_at", changed.modifiedAt().toString());
                    assertThat(e.hint()).isPresent();
                });
    }

    @Test
    void givesVectorsWhenAsked() {
        UUID id = insert("vector", "some words to embed", "a");
        assertThat(db.get(id).orElseThrow().embeddings()).isEmpty();
        Map<String, float[]> vectors = db.getWithEmbeddings(id).orElseThrow().embeddings();
        assertThat(vectors).containsOnlyKeys("embedding");
        assertThat(vectors.get("embedding"))
                .containsExactly(opened.itself()
                        .getWithEmbeddings(id)
                        .orElseThrow()
                        .embeddings()
                        .get("embedding"));
    }

    @Test
    void readsManyInTheOrderAskedFor() {
        UUID one = insert("many1", "text", "a");
        UUID two = insert("many2", "text", "a");
        assertThat(db.getAll(List.of(two, UUID.randomUUID(), one, two)))
                .extracting(Entity::id)
                .containsExactly(two, one, two);
        assertThat(db.getAll(List.of())).isEmpty();
        List<UUID> many = Collections.nCopies(1_234, one);
        assertThat(db.getAll(many)).hasSize(1_234);
        assertThat(db.get(UUID.randomUUID())).isEmpty();
    }

    @Test
    void listsATableAndCountsIt() {
        register("listed");
        db.insertAll("listed", Databases.events(0, 2_500).iterator(), BatchOptions.DEFAULTS);
        List<Entity> all = listed("listed", Visibility.LIVE);
        assertThat(all).hasSize(2_500).isEqualTo(local("listed", Visibility.LIVE));
        db.delete(all.get(7).id(), Deletion.Mode.SOFT);
        assertThat(listed("listed", Visibility.LIVE)).hasSize(2_499);
        assertThat(listed("listed", Visibility.WITH_DELETED))
                .hasSize(2_500)
                .isEqualTo(local("listed", Visibility.WITH_DELETED));
        assertThat(db.count("listed")).isEqualTo(2_499);
    }

    @Test
    void tellsTheValuesOfAField() {
        insert("valued 1", "text", "valued b");
        insert("valued 2", "text", "valued a");
        List<Object> categories = opened.itself().distinctValues("articles", "category", 1_000);
        assertThat(db.distinctValues("articles", "category", 1_000))
                .isEqualTo(categories)
                .containsSubsequence("valued a", "valued b");
        assertThat(db.distinctValues("articles", "year", 1_000))
                .isEqualTo(opened.itself().distinctValues("articles", "year", 1_000))
                .allSatisfy(year -> assertThat(year).isInstanceOf(Long.class));
        assertThat(db.distinctValues("articles", "category", 1)).hasSize(1);
        assertThat(catchThrowableOfType(RemException.class, () -> db.distinctValues("articles", "colour", 1))
                        .code())
                .isEqualTo(ErrorCode.UNKNOWN_FIELD);
    }

    private static void register(String table) {
        db.schemas().register(Schema.parse(Databases.EVENTS.replace("events", table)));
    }

    private static List<Entity> listed(String table, Visibility visibility) {
        return all(db.list(table, visibility));
    }

    private static List<Entity> local(String table, Visibility visibility) {
        return all(opened.itself().list(table, visibility));
    }

    private static List<Entity> all(EntityCursor cursor) {
        try (cursor) {
            List<Entity> all = new ArrayList<>();
            cursor.forEachRemaining(all::add);
            return all;
        }
    }

    @Test
    void scansTablesAtOneMoment() {
        register("scanned");
        register("scanned_too");
        db.insertAll("scanned", Databases.events(0, 2_500).iterator(), BatchOptions.DEFAULTS);
        db.insertAll("scanned_too", Databases.events(0, 3).iterator(), BatchOptions.DEFAULTS);
        UUID hub = listed("scanned", Visibility.LIVE).get(1).id();
        listed("scanned", Visibility.LIVE).stream()
                .limit(350)
                .forEach(row -> db.link(hub, row.id(), "has", Map.of("n", 1)));
        List<Entity> expected = scanned(opened.itself());
        try (EntityScan scan = db.scan(List.of("scanned", "scanned_too"), ScanOptions.DEFAULTS)) {
            assertThat(scan.tables()).isEqualTo(tables(opened.itself()));
            assertThat(scan.tables()).extracting(ScannedTable::rows).containsExactly(2_500L, 3L);
            db.insert("scanned", Databases.event(9_999));
            db.delete(expected.getLast().id(), Deletion.Mode.HARD);
            List<Entity> rows = new ArrayList<>();
            scan.forEachRemaining(rows::add);
            assertThat(rows).isEqualTo(expected).hasSize(2_503);
            assertThat(rows.get(1).edges()).hasSize(350);
        }
        assertThat(scanned(db)).hasSize(2_503).isEqualTo(scanned(opened.itself()));
    }

    private static List<Entity> scanned(RemDatabase database) {
        return all(database.scan(List.of("scanned", "scanned_too"), ScanOptions.DEFAULTS));
    }

    private static List<ScannedTable> tables(RemDatabase database) {
        try (EntityScan scan = database.scan(List.of("scanned", "scanned_too"), ScanOptions.DEFAULTS)) {
            return scan.tables();
        }
    }

    @Test
    void scansWhatAConditionSelects() {
        UUID id = insert("scan me", "text", "only here");
        ScanOptions options = ScanOptions.DEFAULTS
                .withEmbeddings(ScanOptions.Embeddings.INCLUDED)
                .where("category = ? AND year > ?", "only here", 7);
        try (EntityScan scan = db.scan(List.of("articles"), options)) {
            assertThat(scan.tables().getFirst().embeddings())
                    .containsExactly(Map.entry("embedding", new ScannedTable.Vectors("words:64", 64)));
            Entity row = scan.next();
            assertThat(row.id()).isEqualTo(id);
            assertThat(row.embeddings().get("embedding")).hasSize(64);
            assertThat(scan.hasNext()).isFalse();
        }
        db.delete(id, Deletion.Mode.SOFT);
        assertThat(all(db.scan(List.of("articles"), options))).isEmpty();
        assertThat(all(db.scan(List.of("articles"), options.withVisibility(Visibility.WITH_DELETED))))
                .hasSize(1);
        assertThatThrownBy(() -> db.scan(List.of("articles"), ScanOptions.DEFAULTS.where("yaer = 1")))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD));
    }

    @Test
    void restoresRowsAsTheyWere() {
        UUID id = insert("restored", "text to keep", "a");
        db.link(id, id, "itself", Map.of("x", 1));
        Entity before = db.getWithEmbeddings(id).orElseThrow();
        String line = Json.text(before.json());
        db.delete(id, Deletion.Mode.HARD);
        List<RowError> rejected = new ArrayList<>();
        BatchResult result = db.restoreAll(
                "articles",
                List.of("{}", line, line.replace("\"created_at\"", "\"created\""))
                        .iterator(),
                BatchOptions.DEFAULTS.withOnReject(rejected::add));
        assertThat(result.inserted()).isEqualTo(1);
        assertThat(result.failed()).isEqualTo(2);
        assertThat(rejected).extracting(RowError::line).containsExactly(1L, 3L);
        Entity after = db.getWithEmbeddings(id).orElseThrow();
        assertThat(after).usingRecursiveComparison().isEqualTo(before);
        assertThat(db.restoreAll("articles", List.of(line).iterator(), BatchOptions.DEFAULTS)
                        .updated())
                .isEqualTo(1);
    }

    @Test
    void aClosedCursorIsClosed() {
        insert("cursor", "text", "a");
        EntityCursor cursor = db.list("articles", Visibility.LIVE);
        cursor.close();
        assertThatThrownBy(cursor::hasNext)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    }

    @Test
    void looksKeysUp() {
        UUID id = insert("a key, with 'all' \\\"sorts\\\" \u00fc of characters \uD83D\uDE00", "text", "a");
        assertThat(db.lookup("a key, with 'all' \"sorts\" \u00fc of characters \uD83D\uDE00", "nothing"))
                .extracting(Entity::id)
                .containsExactly(id);
        List<KeyMatch> matches =
                db.fuzzy("a key, wiht all").in("articles").limit(5).run();
        assertThat(matches)
                .isNotEmpty()
                .isEqualTo(opened.itself()
                        .fuzzy("a key, wiht all")
                        .in("articles")
                        .limit(5)
                        .run());
    }

    @Test
    void linksListsAndTraverses() {
        UUID a = insert("graph a", "text", "g");
        UUID b = insert("graph b", "text", "g");
        UUID c = insert("graph c", "text", "g");
        Edge first = db.link(a, b, "cites", Map.of("page", 7, "note", "x"));
        assertThat(first.properties().get("page").intValue()).isEqualTo(7);
        Edge second = db.link("graph c", "graph b", "cites", "{}");
        assertThat(second)
                .isEqualTo(opened.itself().get(c).orElseThrow().edges().getFirst());
        db.link("graph b", "{\"entity_type\": \"articles\", \"key\": \"not there yet\"}", "plans", "{}");

        try (EdgeCursor edges = db.edges("graph b", EdgeDirection.BOTH, List.of());
                EdgeCursor same = opened.itself().edges("graph b", EdgeDirection.BOTH, List.of())) {
            List<Edge> all = new ArrayList<>();
            edges.forEachRemaining(all::add);
            List<Edge> expected = new ArrayList<>();
            same.forEachRemaining(expected::add);
            assertThat(all).hasSize(3).isEqualTo(expected);
        }
        List<io.remdb.Path> paths = db.traverse(a)
                .depth(2)
                .direction(EdgeDirection.BOTH)
                .types("cites")
                .limit(10)
                .run();
        assertThat(paths)
                .isEqualTo(opened.itself()
                        .traverse(a)
                        .depth(2)
                        .direction(EdgeDirection.BOTH)
                        .types("cites")
                        .limit(10)
                        .run());
        assertThat(paths).hasSize(2);
        assertThat(paths.getLast().elements())
                .containsExactly(a.toString(), "cites", b.toString(), io.remdb.Path.AGAINST + "cites", c.toString());
        assertThat(db.traverse("graph a").direction(EdgeDirection.BOTH).to(c)).contains(paths.getLast());
        assertThat(db.traverse("graph a").direction(EdgeDirection.BOTH).to("graph c"))
                .contains(paths.getLast());
        assertThat(db.traverse("graph a").to("graph c")).isEmpty();
        assertThat(db.traverse(a).run()).hasSize(1);

        assertThat(db.unlink("graph a", "graph b", "cites")).isTrue();
        assertThat(db.unlink("graph a", "graph b", "cites")).isFalse();
    }

    @Test
    void searches() {
        insert("search rust", "ownership and borrowing without a garbage collector", "programming");
        insert("search soup", "boil the vegetables in salted water", "cooking");
        List<Hit<Entity>> hits = db.search("garbage collector")
                .in("articles")
                .where("category = ? AND 'all' = ANY(tags)", "programming")
                .mode(SearchMode.HYBRID)
                .limit(3)
                .minScore(0.1)
                .explained()
                .run();
        assertThat(hits)
                .extracting(hit -> hit.entity().properties().get("title").stringValue())
                .containsExactly("search rust");
        Hit<Entity> hit = hits.getFirst();
        assertThat(hit)
                .isEqualTo(opened.itself()
                        .search("garbage collector")
                        .in("articles")
                        .where("category = ? AND 'all' = ANY(tags)", "programming")
                        .mode(SearchMode.HYBRID)
                        .limit(3)
                        .minScore(0.1)
                        .explained()
                        .run()
                        .getFirst());
        HitExplanation explanation = hit.explanation();
        assertThat(explanation).isNotNull();
        assertThat(explanation.words()).extracting(HitExplanation.Word::word).containsExactly("garbage", "collector");
        assertThat(hit.semanticScore()).isNotNull();
        assertThat(hit.keywordScore()).isNotNull();

        List<Hit<Entity>> byWords =
                db.search("vegetables").in("articles").mode(SearchMode.KEYWORD).run();
        assertThat(byWords).hasSize(1);
        assertThat(byWords.getFirst().semanticScore()).isNull();
        assertThat(byWords.getFirst().explanation()).isNull();
        List<Hit<Entity>> byMeaning = db.search("vegetables")
                .in("articles")
                .mode(SearchMode.SEMANTIC)
                .limit(1)
                .run();
        assertThat(byMeaning.getFirst().keywordScore()).isNull();
    }

    @Test
    void explainsASearch() {
        insert("plan", "a text about planning", "planning");
        SearchPlan plan = db.search("planning")
                .in("articles")
                .where("category = 'planning'")
                .explain();
        SearchPlan same = opened.itself()
                .search("planning")
                .in("articles")
                .where("category = 'planning'")
                .explain();
        assertThat(plan).isEqualTo(same);
        assertThat(plan.tables()).hasSize(1);
        assertThat(plan.tables().getFirst().legs()).hasSize(2);
    }

    @Test
    void rowsOfAStatementHaveEveryType() {
        UUID ref = UUID.randomUUID();
        db.insert("articles", """
            {"title": "types", "content": "text", "year": 42, "rating": 2.5, "good": true, "day": "2024-02-29",
             "seen": "1969-12-31T23:59:59.999999Z", "ref": "%s", "extra": {"a": [1, null]}, "numbers": [1, 2, 3]}\
            """.formatted(ref));
        String sql =
                "SELECT title, year, rating, good, seen, day, ref, extra, numbers, category, CAST(1.10 AS DECIMAL(10,"
                        + " 2)), ARRAY[1, NULL], created_at, id FROM articles WHERE title = 'types'";
        Row row = only(db.query(sql));
        Row same = only(opened.itself().query(sql));
        assertThat(row.columns()).isEqualTo(same.columns());
        assertThat(values(row)).isEqualTo(values(same));
        assertThat(row.json()).isEqualTo(same.json());
        assertThat(values(row).subList(0, 12))
                .containsExactly(
                        "types",
                        42L,
                        2.5,
                        true,
                        Instant.parse("1969-12-31T23:59:59.999999Z"),
                        LocalDate.of(2024, 2, 29),
                        ref,
                        Json.parse("{\"a\": [1, null]}"),
                        List.of(1L, 2L, 3L),
                        null,
                        new BigDecimal("1.10"),
                        Arrays.asList(1L, null));
    }

    @Test
    void parametersHaveEveryType() {
        UUID id = UUID.randomUUID();
        Instant time = Instant.parse("2024-05-06T07:08:09.123456Z");
        Object[] parameters = {
            "text",
            1L,
            2,
            (short) 3,
            (byte) 4,
            2.5,
            1.5f,
            new BigDecimal("1.25"),
            true,
            time,
            LocalDate.of(1969, 1, 1),
            id
        };
        String sql = "SELECT CAST(? AS VARCHAR), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS"
                + " BIGINT), CAST(? AS DOUBLE PRECISION), CAST(? AS DOUBLE PRECISION), CAST(? AS DECIMAL(10, 2)),"
                + " CAST(? AS BOOLEAN), CAST(? AS TIMESTAMP WITH TIME ZONE), CAST(? AS DATE), CAST(? AS UUID),"
                + " CAST(? AS VARCHAR)";
        Object[] all = Arrays.copyOf(parameters, parameters.length + 1);
        Row row = only(db.query(sql, all));
        assertThat(values(row)).isEqualTo(values(only(opened.itself().query(sql, all))));
        assertThat(values(row))
                .containsExactly(
                        "text",
                        1L,
                        2L,
                        3L,
                        4L,
                        2.5,
                        1.5,
                        new BigDecimal("1.25"),
                        true,
                        time,
                        LocalDate.of(1969, 1, 1),
                        id,
                        null);
        insert("array parameter", "text", "listed");
        assertThat(Databases.number(
                        db, "SELECT count(*) FROM articles WHERE category = ANY(?)", List.of("listed", "other")))
                .isEqualTo(1);
        assertThatThrownBy(() -> db.query("SELECT ?", new Object()))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    private static Row only(QueryResult result) {
        try (result) {
            Iterator<Row> rows = result.iterator();
            Row row = rows.next();
            assertThat(rows.hasNext()).isFalse();
            return row;
        }
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.columns().size(); i++) {
            values.add(row.value(i));
        }
        return values;
    }

    @Test
    void runsStatementsOfEveryKind() {
        UUID id = insert("statement", "a statement about statements", "statements");
        for (String statement : List.of(
                "LOOKUP 'statement'",
                "FUZZY 'statemnt' IN articles",
                "SEARCH 'statements' IN articles WHERE category = 'statements' LIMIT 2",
                "TRAVERSE FROM 'statement' DEPTH 1",
                "SELECT title, count(*) AS n FROM articles WHERE category = 'statements' GROUP BY title",
                "EXPLAIN SELECT * FROM articles WHERE year = 1")) {
            try (QueryResult result = db.query(statement);
                    QueryResult same = opened.itself().query(statement)) {
                assertThat(result.kind()).as(statement).isEqualTo(same.kind());
                assertThat(result.columns()).as(statement).isEqualTo(same.columns());
                assertThat(result.stream().map(Row::json).toList())
                        .as(statement)
                        .isEqualTo(same.stream().map(Row::json).toList());
            }
        }
        try (QueryResult counts = db.query("UPDATE articles SET year = year + 1 WHERE title = ?", "statement")) {
            assertThat(counts.iterator().next().number("updated")).isEqualTo(1);
        }
        assertThat(db.get(id).orElseThrow().properties().get("year").intValue()).isEqualTo(2001);
    }

    @Test
    void limitsAStatement() {
        db.insertAll("events", Databases.events(0, 20).iterator(), BatchOptions.DEFAULTS);
        QueryOptions readOnly = QueryOptions.DEFAULTS.withAccess(QueryOptions.Access.READ_ONLY);
        assertThat(code(() -> db.query("DELETE FROM events", readOnly))).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(code(() -> {
                    try (QueryResult result = db.query("SELECT * FROM events", QueryOptions.DEFAULTS.withMaxRows(3))) {
                        result.forEach(row -> {});
                    }
                }))
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(code(() -> {
                    try (QueryResult result = db.query(
                            "SELECT count(*) FROM events a, events b, events c, events d, events e, events f",
                            QueryOptions.DEFAULTS.withTimeoutMs(50))) {
                        result.forEach(row -> {});
                    }
                }))
                .isEqualTo(ErrorCode.TIMEOUT);
    }

    private static ErrorCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RemException.class, call).code();
    }

    @Test
    void rowsOfAResultAreReadOnce() {
        try (QueryResult result = db.query("SELECT 1")) {
            assertThat(result.iterator().hasNext()).isTrue();
            assertThatThrownBy(result::iterator).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void registersSchemas() {
        List<String> progress = new ArrayList<>();
        Schema first = Schema.parse(Databases.EVENTS.replace("events", "evolving"));
        SchemaRegistration created = db.schemas()
                .register(first, Schemas.Evolution.CHECKED, (done, total) -> progress.add(done + "/" + total));
        assertThat(created)
                .isEqualTo(new SchemaRegistration("evolving", "1.0.0", SchemaRegistration.Action.CREATED, List.of()));
        assertThat(db.schemas().register(first).action()).isEqualTo(SchemaRegistration.Action.UNCHANGED);
        db.insertAll("evolving", Databases.events(0, 50).iterator(), BatchOptions.DEFAULTS);
        Schema second = Schema.parse(Databases.EVENTS
                .replace("events", "evolving")
                .replace("1.0.0", "1.1.0")
                .replace("[\"number\"]}", "[\"number\", \"count\"]}"));
        SchemaRegistration updated = db.schemas()
                .register(second, Schemas.Evolution.CHECKED, (done, total) -> progress.add(done + "/" + total));
        assertThat(updated.action()).isEqualTo(SchemaRegistration.Action.UPDATED);
        assertThat(updated.changes()).isNotEmpty();
        assertThat(progress).isNotEmpty();
        assertThat(db.schemas().document("evolving"))
                .isEqualTo(opened.itself().schemas().document("evolving"));
        assertThat(db.schemas().list())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("building")
                .isEqualTo(opened.itself().schemas().list());
        assertThat(db.schemas().list()).extracting(SchemaInfo::shortName).contains("evolving", "resources");
        assertThat(code(() -> db.schemas().remove("evolving", Schemas.Removal.IF_EMPTY)))
                .isEqualTo(ErrorCode.TABLE_NOT_EMPTY);
        assertThat(db.schemas().remove("evolving", Schemas.Removal.WITH_ROWS)).isEqualTo(50);
        assertThat(code(() -> db.schemas().document("evolving"))).isEqualTo(ErrorCode.UNKNOWN_TABLE);
    }

    @Test
    void clonesTemplates() {
        assertThat(db.schemas().templates())
                .isNotEmpty()
                .isEqualTo(opened.itself().schemas().templates());
        String template = db.schemas().templates().getFirst().name();
        Schema clone = db.schemas().fromTemplate(template, "cloned");
        assertThat(clone).isEqualTo(opened.itself().schemas().fromTemplate(template, "cloned"));
    }

    @Test
    void writesBatches() {
        register("batched");
        List<String> rows = new ArrayList<>(Databases.events(0, 500));
        rows.set(3, "no json");
        rows.set(250, "{\"number\": \"text\"}");
        rows.set(499, "{}");
        List<RowError> rejected = new ArrayList<>();
        List<Long> progress = new ArrayList<>();
        BatchResult result = db.insertAll(
                "batched",
                rows.iterator(),
                BatchOptions.DEFAULTS
                        .withChunkRows(100)
                        .withOnReject(rejected::add)
                        .withProgress((done, total) -> progress.add(done)));
        assertThat(result.inserted()).isEqualTo(497);
        assertThat(result.updated()).isZero();
        assertThat(result.failed()).isEqualTo(3);
        assertThat(result.errors()).isEqualTo(rejected);
        assertThat(rejected).extracting(RowError::line).containsExactly(4L, 251L, 500L);
        assertThat(rejected)
                .extracting(RowError::code)
                .containsExactly(ErrorCode.INVALID_JSON, ErrorCode.VALIDATION_FAILED, ErrorCode.VALIDATION_FAILED);
        assertThat(rejected).extracting(RowError::row).containsExactly(rows.get(3), rows.get(250), rows.get(499));
        assertThat(rejected.get(1).problems()).isNotEmpty();
        assertThat(progress).contains(100L, 200L, 300L, 400L, 500L).isSorted();
        assertThat(db.count("batched")).isEqualTo(497);
        assertThat(db.insertAll("batched", List.<String>of().iterator(), BatchOptions.DEFAULTS)
                        .inserted())
                .isZero();
    }

    @Test
    void countsInsertedAndUpdatedRowsOfABatch() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(Databases.article("upsert " + i % 20, "text " + i, "upsert", i));
        }
        BatchResult result = db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS.withChunkRows(7));
        assertThat(result.inserted()).isEqualTo(20);
        assertThat(result.updated()).isEqualTo(10);
    }

    @Test
    void aStrictBatchIsWrittenAsAWholeOrNotAtAll() {
        register("strict");
        BatchOptions strict =
                BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING).withChunkRows(50);
        List<String> rows = new ArrayList<>(Databases.events(0, 200));
        rows.set(120, "{\"number\": null}");
        List<RowError> rejected = new ArrayList<>();
        BatchResult refused = db.insertAll("strict", rows.iterator(), strict.withOnReject(rejected::add));
        assertThat(refused.inserted()).isZero();
        assertThat(refused.failed()).isEqualTo(200);
        assertThat(rejected).extracting(RowError::line).containsExactly(121L);
        assertThat(db.count("strict")).isZero();
        rows.set(120, Databases.event(120));
        assertThat(db.insertAll("strict", rows.iterator(), strict).inserted()).isEqualTo(200);
        assertThat(db.count("strict")).isEqualTo(200);
    }

    /** A row of a typed table. */
    @RemSchema(description = "A book")
    record Book(@Key String name, int pages, List<String> authors) {}

    @Test
    void mapsRecords() {
        db.schemas().register(Schema.of(Book.class));
        Table<Book> books = db.table(Book.class);
        Book book = new Book("Dune", 412, List.of("Herbert"));
        UUID id = books.insert(book).id();
        assertThat(books.get(id)).contains(book);
        assertThat(books.insertAll(List.of(new Book("Emma", 320, List.of()), book))
                        .updated())
                .isEqualTo(1);
        assertThat(books.lookup("Emma")).extracting(Book::pages).containsExactly(320);
        assertThat(books.count()).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrong() {
        ValidationException invalid = catchThrowableOfType(
                ValidationException.class, () -> db.insert("articles", "{\"title\": 7, \"year\": \"x\"}"));
        ValidationException same = catchThrowableOfType(
                ValidationException.class, () -> opened.itself().insert("articles", "{\"title\": 7, \"year\": \"x\"}"));
        assertThat(invalid.problems()).hasSizeGreaterThan(1).isEqualTo(same.problems());
        assertThat(invalid.getMessage()).isEqualTo(same.getMessage());
        for (Call call : List.<Call>of(
                to -> to.count("artikles"),
                to -> to.insert("articles", "{"),
                to -> to.update(new UUID(1, 2), "{}"),
                to -> to.query("SELECT nothing FROM articles"),
                to -> to.query("SELECT * FROM articles WHERE"),
                to -> to.traverse("no such key").run(),
                to -> to.search("text").in("articles").where("nothing = 1").run(),
                to -> to.search("text").in("articles").where("").run(),
                to -> to.search("text").in("").run(),
                to -> to.fuzzy("text").in("").run(),
                to -> to.edges("no such key", EdgeDirection.OUT, List.of()),
                to -> to.link("no such key", "nor this", "likes", ""),
                to -> to.link(new UUID(1, 2).toString(), new UUID(3, 4).toString(), "likes", ""),
                to -> to.insertAll("artikles", List.of("{}").iterator(), BatchOptions.DEFAULTS))) {
            RemException error = catchThrowableOfType(RemException.class, () -> call.on(db));
            RemException expected = catchThrowableOfType(RemException.class, () -> call.on(opened.itself()));
            assertThat(error.code()).isEqualTo(expected.code());
            assertThat(error.text()).isEqualTo(expected.text());
            assertThat(error.details()).isEqualTo(expected.details());
            assertThat(error.hint()).isEqualTo(expected.hint());
        }
    }

    @Test
    void saysWhatIsWrongWithManyFieldsAndRows() {
        String many = IntStream.range(0, 3_000)
                .mapToObj(i -> "\"" + "ü".repeat(100) + i + "\"")
                .collect(Collectors.joining(", ", "{\"title\": \"t\", \"content\": \"c\", \"numbers\": [", "]}"));
        ValidationException invalid =
                catchThrowableOfType(ValidationException.class, () -> db.insert("articles", many));
        ValidationException same = catchThrowableOfType(
                ValidationException.class, () -> opened.itself().insert("articles", many));
        assertThat(same.problems()).startsWith(invalid.problems().toArray(ValidationProblem[]::new));
        assertThat(invalid.details()).isEqualTo(same.details());
        String rows =
                "INSERT INTO articles (title, content, year) VALUES ('a', 'b', 1), ('c', NULL, 2), ('d', NULL, 3)";
        ValidationException invalidRows = catchThrowableOfType(ValidationException.class, () -> db.query(rows));
        ValidationException sameRows = catchThrowableOfType(
                ValidationException.class, () -> opened.itself().query(rows));
        assertThat(sameRows.details()).containsKeys("first_invalid_row", "invalid_rows");
        assertThat(invalidRows.details()).isEqualTo(sameRows.details());
        assertThat(invalidRows.problems()).isEqualTo(sameRows.problems());
    }

    /** Something that fails. */
    @FunctionalInterface
    interface Call {
        void on(RemDatabase database);
    }

    @Test
    void tellsWhatIsOpenAndFlushes() {
        insert("info", "text", "a");
        db.flush();
        assertThat(db.info()).isEqualTo(opened.itself().info());
    }

    /** Rows of which the last are still to come. */
    private static final class Typed implements PacedRows {
        private final Deque<String> typed = new ArrayDeque<>(Databases.events(0, 3));
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public boolean awaitNext(long nanos) {
            return !typed.isEmpty() || end.getCount() == 0;
        }

        @Override
        public boolean hasNext() {
            try {
                if (typed.isEmpty()) {
                    end.await();
                }
                return !typed.isEmpty();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String next() {
            return typed.removeFirst();
        }
    }

    @Test
    void rowsOfASlowSourceAreThereBeforeTheNextOnesCome() throws Exception {
        long before = db.count("events");
        Typed rows = new Typed();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<BatchResult> batch = thread.submit(() -> db.insertAll("events", rows, BatchOptions.DEFAULTS));
            Await.until("what was typed is there", () -> db.count("events") == before + 3);
            assertThat(batch.isDone()).isFalse();
            rows.end.countDown();
            assertThat(batch.get().inserted()).isEqualTo(3);
        }
    }

    @Test
    void listsWhatComesAfterARow() {
        for (int i = 0; i < 5; i++) {
            insert("after " + i, "text", "after");
        }
        List<UUID> all = new ArrayList<>();
        try (EntityCursor cursor = db.list("articles", Visibility.LIVE)) {
            cursor.forEachRemaining(row -> all.add(row.id()));
        }
        for (int i = 0; i < all.size(); i++) {
            List<UUID> rest = new ArrayList<>();
            try (EntityCursor cursor = db.listAfter("articles", Visibility.LIVE, all.get(i))) {
                cursor.forEachRemaining(row -> rest.add(row.id()));
            }
            assertThat(rest).isEqualTo(all.subList(i + 1, all.size()));
        }
    }
}
