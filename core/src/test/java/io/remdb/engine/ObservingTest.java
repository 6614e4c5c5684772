package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Statistics;
import io.remdb.ValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a database does is counted, traced where an SDK is there, and said in the log without anything that rows hold. */
@Isolated
class ObservingTest {
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");

    @AfterEach
    void forgetSdk() {
        GlobalOpenTelemetry.resetForTest();
    }

    private static void doEverything(RemDatabase db) {
        UUID id = db.insert("articles", Databases.article("first", "about a river", "secret", 2001))
                .id();
        db.insertAll(
                "articles",
                List.of(
                                Databases.article("second", "about a stream", "secret", 2002),
                                Databases.article("third", "about a lake", "secret", 2003))
                        .iterator(),
                BatchOptions.DEFAULTS);
        db.update(id, "{\"category\": \"other\"}");
        db.link(id, db.lookup("second").getFirst().id(), "near", Map.of());
        for (int i = 0; i < 1000; i++) {
            assertThat(db.get(id)).isPresent();
        }
        assertThat(db.search("river").in("articles").run()).isNotEmpty();
        assertThat(db.traverse(id).run()).hasSize(1);
        assertThat(db.fuzzy("frist").run()).isNotEmpty();
        try (QueryResult rows = db.query("SELECT title FROM articles ORDER BY title")) {
            assertThat(rows.stream()).hasSize(3);
        }
        try (QueryResult rows = db.query("SEARCH 'lake' IN articles LIMIT 1")) {
            assertThat(rows.stream()).hasSize(1);
        }
        assertThatThrownBy(() -> db.insert("articles", "{\"title\": 5}")).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> db.query("SELECT secret FROM nowhere")).isInstanceOf(RemException.class);
    }

    private static Statistics.Operation operation(Statistics stats, String name) {
        return stats.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsDoneIsCounted() {
        try (RemDatabase db = Databases.withArticles()) {
            doEverything(db);

            Statistics stats = db.operations().stats();
            assertThat(operation(stats, "insert").count()).isEqualTo(2);
            assertThat(operation(stats, "insert").errors()).isEqualTo(1);
            assertThat(operation(stats, "batch").items()).isEqualTo(2);
            assertThat(operation(stats, "get").count()).isEqualTo(1000);
            assertThat(operation(stats, "get").timed()).isBetween(1L, 300L);
            assertThat(operation(stats, "query").count()).isEqualTo(3);
            assertThat(operation(stats, "query").errors()).isEqualTo(1);
            assertThat(operation(stats, "query").items()).isEqualTo(4);
            assertThat(operation(stats, "search").count()).isEqualTo(1);
            assertThat(operation(stats, "embed").items()).isGreaterThanOrEqualTo(5);
            assertThat(operation(stats, "commit").count()).isGreaterThanOrEqualTo(4);
            assertThat(stats.operations()).allSatisfy(each -> {
                assertThat(each.seconds()).isPositive();
                assertThat(each.buckets().getLast().count()).isEqualTo(each.timed());
            });
            assertThat(stats.errors()).containsEntry("VALIDATION_FAILED", 1L).hasSize(2);
        }
    }

    @Test
    void aResultThatNobodyReadsOrClosesIsCounted() {
        try (RemDatabase db = Databases.withArticles()) {
            var dropped = db.query("SELECT title FROM articles");
            assertThat(operation(db.operations().stats(), "query")).satisfies(query -> {
                assertThat(query.count()).isEqualTo(1);
                assertThat(query.timed()).isZero();
            });
            dropped.close();
            dropped.close();
            assertThat(operation(db.operations().stats(), "query")).satisfies(query -> {
                assertThat(query.count()).isEqualTo(1);
                assertThat(query.timed()).isEqualTo(1);
            });
        }
    }

    @Test
    void figuresAreThoseOfTheData() {
        try (RemDatabase db = Databases.withArticles()) {
            doEverything(db);
            db.delete(db.lookup("third").getFirst().id(), Deletion.Mode.SOFT);
            assertThat(db.search("river").in("articles").run()).hasSize(2);

            Statistics stats = db.operations().stats();

            Statistics.Table articles = stats.tables().stream()
                    .filter(table -> table.name().equals("articles"))
                    .findFirst()
                    .orElseThrow();
            assertThat(articles.rows()).isEqualTo(2);
            assertThat(articles.deletedRows()).isEqualTo(1);
            assertThat(articles.searchDocuments()).isEqualTo(2);
            assertThat(articles.embeddingModel()).isEqualTo("words:64");
            assertThat(articles.rowBytes()).isPositive();
            assertThat(articles.vectorBytes()).isPositive();
            assertThat(articles.indexEntries()).isBetween(5L, 50L);
            assertThat(stats.log().lastSequence()).isEqualTo(db.info().sequence());
            assertThat(stats.log().entries()).isEqualTo(stats.log().lastSequence());
            assertThat(stats.families())
                    .extracting(Statistics.Family::name)
                    .contains("entities", "indexes", "wal", "meta");
            assertThat(stats.memory().memtableBytes()).isPositive();
            assertThat(stats.memory().heapUsedBytes()).isPositive();
            assertThat(stats.openCursors()).isZero();
            assertThat(stats.process().pid()).isEqualTo(ProcessHandle.current().pid());
            try (var rows = db.list("articles", RemDatabase.Visibility.LIVE)) {
                assertThat(rows.hasNext()).isTrue();
                assertThat(db.operations().stats().openCursors()).isEqualTo(1);
            }
        }
    }

    @Test
    void spansAndMetricsGoToTheSdkOfTheProgram() {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        InMemoryMetricReader metrics = InMemoryMetricReader.create();
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .build()) {
            GlobalOpenTelemetry.set(sdk);
            try (RemDatabase db = Databases.withArticles()) {
                spans.reset();
                doEverything(db);
            }
            List<SpanData> done = spans.getFinishedSpanItems();
            assertThat(done)
                    .extracting(SpanData::getName)
                    .contains(
                            "insert articles",
                            "batch articles",
                            "update",
                            "get",
                            "search articles",
                            "traverse",
                            "fuzzy",
                            "query",
                            "embed",
                            "commit");
            SpanData insert = named(done, "insert articles").getFirst();
            assertThat(insert.getAttributes().get(OPERATION)).isEqualTo("insert");
            assertThat(named(done, "commit"))
                    .as("what is done for a call belongs to it")
                    .anyMatch(commit -> commit.getParentSpanId().equals(insert.getSpanId()));
            assertThat(named(done, "insert articles").getLast().getStatus())
                    .isEqualTo(StatusData.create(StatusCode.ERROR, "VALIDATION_FAILED"));
            assertThat(done.toString()).doesNotContain("secret", "river");

            List<MetricData> collected = List.copyOf(metrics.collectAllMetrics());
            assertThat(collected).extracting(MetricData::getName).contains("db.client.operation.duration", "rem.items");
            long gets = collected.stream()
                    .filter(metric -> metric.getName().equals("db.client.operation.duration"))
                    .flatMap(metric -> metric.getHistogramData().getPoints().stream())
                    .filter(point -> "get".equals(point.getAttributes().get(OPERATION)))
                    .mapToLong(point -> point.getCount())
                    .sum();
            assertThat(gets).isEqualTo(1000);
        }
    }

    private static List<SpanData> named(List<SpanData> spans, String name) {
        return spans.stream().filter(span -> span.getName().equals(name)).toList();
    }

    @Test
    void withoutAnSdkTheProgramCanSetOneUpLater() {
        try (RemDatabase db = Databases.withArticles()) {
            assertThat(db.count("articles")).isZero();
            assertThat(GlobalOpenTelemetry.isSet()).isFalse();
        }
    }

    /** What the logger of that name is told meanwhile. */
    private static List<LogRecord> listening(String name, Runnable work) {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public synchronized void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(name);
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
        return records;
    }

    @Test
    void whatIsSlowIsSaidWithoutItsValues() {
        try (RemDatabase db = Databases.withArticles("P8_SLOW_QUERY_MS", "1")) {
            db.insertAll(
                    "articles",
                    IntStream.range(0, 3000)
                            .mapToObj(i -> Databases.article("row " + i, "some river " + i, "secret", i))
                            .iterator(),
                    BatchOptions.DEFAULTS);
            List<LogRecord> lines = listening("io.remdb.slow", () -> {
                assertThat(db.search("secret river")
                                .in("articles")
                                .where("category = 'secret'")
                                .run())
                        .isNotEmpty();
                try (QueryResult rows = db.query(
                        "SELECT title FROM articles WHERE category = 'secret' AND content LIKE ?", "%river%")) {
                    assertThat(rows.stream()).hasSize(3000);
                }
            });

            assertThat(lines)
                    .extracting(LogRecord::getMessage)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("slow query (ms=")
                            .contains(", rows=3000): SELECT title FROM articles WHERE category = ? AND content LIKE ?")
                            .contains(" -- by articles"));
            assertThat(lines)
                    .extracting(LogRecord::getMessage)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("slow search (ms=")
                            .contains("SEARCH ? IN articles WHERE category = ? LIMIT 10 MODE hybrid"));
            assertThat(lines).extracting(LogRecord::getMessage).noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void zeroSaysNothingIsSlow() {
        try (RemDatabase db = Databases.withArticles("P8_SLOW_QUERY_MS", "0")) {
            assertThat(listening("io.remdb.slow", () -> doEverything(db))).isEmpty();
        }
    }

    @Test
    void anErrorIsALineWithoutContent() {
        try (RemDatabase db = Databases.withArticles()) {
            UUID id = UUID.randomUUID();
            List<LogRecord> lines = listening("io.remdb.errors", () -> {
                assertThatThrownBy(() -> db.insert("articles", "{\"title\": \"secret\", \"year\": \"secret\"}"))
                        .isInstanceOf(RemException.class);
                assertThatThrownBy(() -> db.insert("articles", "{\"secret\"")).isInstanceOf(RemException.class);
                assertThatThrownBy(() -> db.query("SELECT 'secret' FROM nowhere"))
                        .isInstanceOf(RemException.class);
                assertThatThrownBy(() -> db.update(id, "{}")).isInstanceOf(RemException.class);
                assertThatThrownBy(() -> db.link("secret", "secret", "near", "{}"))
                        .isInstanceOf(RemException.class);
                assertThatThrownBy(() -> db.search("x").in("articels").run()).isInstanceOf(RemException.class);
            });

            assertThat(lines).extracting(LogRecord::getMessage).hasSize(6).noneMatch(line -> line.contains("secret"));
            assertThat(lines)
                    .extracting(LogRecord::getMessage)
                    .anyMatch(line -> line.startsWith("error[VALIDATION_FAILED] (operation=insert, table=articles"))
                    .contains(
                            "error[NOT_FOUND] (operation=update, problem=There is no entity of this id, id=[redacted])",
                            "error[UNKNOWN_TABLE] (operation=search, table=articels, problem=There is no table of this name)");
            assertThat(lines).extracting(LogRecord::getLevel).containsOnly(Level.INFO);
        }
    }
}
