package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.ScanOptions.Embeddings;
import io.remdb.ScannedTable;
import io.remdb.Schema;
import io.remdb.Schemas;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import io.remdb.store.EdgeWalk;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.rocks.RocksStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of tables at one moment, in a database of either kind. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ScanningTest {
    private final boolean encrypted;

    @SuppressWarnings("NullAway.Init")
    private RemDatabase db;

    ScanningTest(boolean encrypted) {
        this.encrypted = encrypted;
    }

    @BeforeEach
    void open() {
        db = encrypted
                ? RemDatabase.inMemory(
                        options -> options.withConfig(Databases.config()).withKeys(TestKeys.encrypted()))
                : RemDatabase.inMemory(options -> options.withConfig(Databases.config()));
        db.schemas().register(Schema.parse(Databases.ARTICLES));
        db.schemas().register(Schema.parse(Databases.ARTICLES.replace("\"articles\"", "\"papers\"")));
        insert("articles", 0, 600);
        insert("papers", 0, 10);
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void insert(String table, int from, int to) {
        db.insertAll(
                table,
                IntStream.range(from, to)
                        .mapToObj(number -> Databases.article("t" + number, "text " + number, "c" + number % 3, number))
                        .iterator(),
                BatchOptions.DEFAULTS);
    }

    private UUID article(String title) {
        return db.lookup(title).stream()
                .filter(row -> row.entityType().equals("articles"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private List<Entity> scan(ScanOptions options, String... tables) {
        try (EntityScan scan = db.scan(List.of(tables), options)) {
            List<Entity> rows = new ArrayList<>();
            scan.forEachRemaining(rows::add);
            return rows;
        }
    }

    @Test
    void givesTheRowsOfOneTableAfterTheOtherInTheOrderOfTheirIds() {
        List<Entity> rows = scan(ScanOptions.DEFAULTS, "papers", "articles");
        assertThat(rows).hasSize(610);
        assertThat(rows.subList(0, 10))
                .allSatisfy(row -> assertThat(row.entityType()).isEqualTo("papers"));
        assertThat(rows.subList(10, 610))
                .allSatisfy(row -> assertThat(row.entityType()).isEqualTo("articles"))
                .isSortedAccordingTo((a, b) -> a.id().toString().compareTo(b.id().toString()));
        assertThat(rows).allSatisfy(row -> assertThat(db.get(row.id())).contains(row));
    }

    @Test
    void seesNothingOfWhatIsWrittenAfterItsBeginning() {
        UUID changed = article("t1");
        UUID removed = article("t2");
        UUID target = article("t3");
        Edge edge = db.link(changed, target, "cites", Map.of("page", 1));
        List<Entity> before = scan(everything(), "articles", "papers");
        try (EntityScan scan = db.scan(List.of("articles", "papers"), everything())) {
            assertThat(scan.tables()).extracting(ScannedTable::rows).containsExactly(600L, 10L);
            insert("articles", 600, 700);
            db.update(changed, "{\"content\": \"other\", \"category\": \"other\"}");
            db.link(changed, removed, "cites", Map.of());
            db.unlink(edge.src().toString(), edge.dst().toString(), "cites");
            db.delete(removed, Deletion.Mode.HARD);
            db.delete(target, Deletion.Mode.SOFT);
            db.schemas().remove("papers", Schemas.Removal.WITH_ROWS);
            List<Entity> rows = new ArrayList<>();
            scan.forEachRemaining(rows::add);
            assertThat(rows).usingRecursiveFieldByFieldElementComparator().isEqualTo(before);
        }
        assertThat(scan(everything(), "articles")).hasSize(699);
    }

    private static ScanOptions everything() {
        return ScanOptions.DEFAULTS.withVisibility(Visibility.WITH_DELETED).withEmbeddings(Embeddings.INCLUDED);
    }

    @Test
    void saysWhatTheTablesAre() {
        try (EntityScan scan = db.scan(List.of("articles"), everything())) {
            ScannedTable table = scan.tables().getFirst();
            assertThat(table.schema()).isEqualTo(db.schemas().document("articles"));
            assertThat(table.embeddings())
                    .containsExactly(Map.entry("embedding", new ScannedTable.Vectors("words:64", 64)));
            Entity row = scan.next();
            assertThat(row.embeddings().get("embedding"))
                    .containsExactly(db.getWithEmbeddings(row.id())
                            .orElseThrow()
                            .embeddings()
                            .get("embedding"));
        }
    }

    @Test
    void aConditionIsSqlOfTheSameMoment() {
        UUID deleted = article("t30");
        db.delete(deleted, Deletion.Mode.SOFT);
        ScanOptions some = ScanOptions.DEFAULTS.where("category = ? AND year < ?", "c0", 60);
        assertThat(scan(some, "articles"))
                .hasSize(19)
                .isSortedAccordingTo((a, b) -> a.id().toString().compareTo(b.id().toString()))
                .allSatisfy(row ->
                        assertThat(row.properties().get("year").intValue() % 3).isZero());
        assertThat(scan(some.withVisibility(Visibility.WITH_DELETED), "articles"))
                .hasSize(20);
        assertThat(scan(ScanOptions.DEFAULTS.where("deleted_at IS NOT NULL"), "articles"))
                .isEmpty();
        assertThat(scan(everything().where("deleted_at IS NOT NULL"), "articles"))
                .extracting(Entity::id)
                .containsExactly(deleted);
        assertThat(scan(ScanOptions.DEFAULTS.where("content LIKE '%9' OR title = 't1'"), "articles"))
                .hasSize(61);
        try (EntityScan scan = db.scan(List.of("articles"), some)) {
            insert("articles", 600, 700);
            db.query("UPDATE articles SET category = 'c0' WHERE year < 60").close();
            List<Entity> rows = new ArrayList<>();
            scan.forEachRemaining(rows::add);
            assertThat(rows).hasSize(19);
        }
    }

    @Test
    void mistakesAreSaidBeforeTheFirstRow() {
        assertFails(ErrorCode.UNKNOWN_TABLE, ScanOptions.DEFAULTS, "articels");
        assertFails(ErrorCode.UNKNOWN_FIELD, ScanOptions.DEFAULTS.where("yaer > 1"), "articles");
        assertFails(ErrorCode.INVALID_QUERY, ScanOptions.DEFAULTS.where("year >"), "articles");
        assertFails(ErrorCode.INVALID_QUERY, ScanOptions.DEFAULTS.where("TRUE) OR (TRUE"), "articles");
        assertFails(ErrorCode.INVALID_ARGUMENT, ScanOptions.DEFAULTS.where("TRUE"), "articles", "papers");
        assertFails(ErrorCode.INVALID_ARGUMENT, ScanOptions.DEFAULTS, "articles", "articles");
        assertFails(ErrorCode.INVALID_ARGUMENT, ScanOptions.DEFAULTS);
    }

    private void assertFails(ErrorCode code, ScanOptions options, String... tables) {
        assertThatThrownBy(() -> db.scan(List.of(tables), options).close())
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aScanThatCannotBeginHoldsNothingOfTheStore() {
        AtomicInteger open = new AtomicInteger();
        Store store = RocksStore.openInMemory(Databases.config(), TestKeys.chosen());
        try (RemDatabase counted = LocalDatabase.over(
                counting(Store.class, store, open), Path.of(""), null, Databases.config(), SearchSizes.PRODUCTION)) {
            counted.schemas().register(Schema.parse(Databases.ARTICLES));
            counted.insert("articles", Databases.article("a", "b", "c", 2000));
            try (EntityScan scan = counted.scan(List.of("articles"), ScanOptions.DEFAULTS.where("year > 1"))) {
                assertThat(scan.hasNext()).isTrue();
                assertThat(open).hasValue(1);
            }
            for (String wrong : List.of("yaer > 1", "1 / (year - 2000) > 0")) {
                assertThatThrownBy(() -> counted.scan(List.of("articles"), ScanOptions.DEFAULTS.where(wrong)))
                        .isInstanceOf(RemException.class);
                assertThat(open).as(wrong).hasValue(0);
            }
        }
    }

    /** The same, with a count of the walks over edges that are open in its snapshots. */
    private static <T> T counting(Class<T> type, T counted, AtomicInteger open) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(counted, arguments);
                        if (counted instanceof EdgeWalk && method.getName().equals("close")) {
                            open.decrementAndGet();
                        }
                        return switch (result) {
                            case StoreSnapshot snapshot -> counting(StoreSnapshot.class, snapshot, open);
                            case RecordStore records
                            when counted instanceof StoreSnapshot -> counting(RecordStore.class, records, open);
                            case EdgeWalk walk -> {
                                open.incrementAndGet();
                                yield counting(EdgeWalk.class, walk, open);
                            }
                            case null, default -> result;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void aClosedScanAndOneOfAClosedDatabaseSaySo() {
        EntityScan closed = db.scan(List.of("articles"), ScanOptions.DEFAULTS);
        closed.close();
        closed.close();
        assertThatThrownBy(closed::next)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        EntityScan open = db.scan(List.of("articles"), ScanOptions.DEFAULTS.where("year > 1"));
        open.next();
        db.close();
        assertThatThrownBy(() -> open.forEachRemaining(row -> {}))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        open.close();
    }
}
