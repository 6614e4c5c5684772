package io.remdb.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas.Removal;
import io.remdb.dream.DreamOptions.Scope;
import io.remdb.dream.DreamReport.Action;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.describe.MomentType;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Every test begins and ends with the day as its person left it: that is what taking a run back means. */
@Timeout(120)
class DreamTest {
    private static EmbeddingModel model;
    private static RemDatabase database;
    private static Map<String, String> untouched;

    private final List<String> runs = new ArrayList<>();

    @BeforeAll
    static void open() {
        model = Weeks.model();
        database = Weeks.monday();
        untouched = Weeks.content(database);
    }

    @AfterAll
    static void close() {
        database.close();
        model.close();
    }

    @BeforeEach
    void startsUntouched() {
        assertThat(Weeks.difference(Weeks.content(database), untouched)).isEmpty();
    }

    @AfterEach
    void takesBackWhatIsLeft() {
        runs.forEach(run -> Dream.on(database).undo(run));
        assertThat(Weeks.difference(Weeks.content(database), untouched)).isEmpty();
    }

    private DreamReport run(Dream dream) {
        DreamReport report = dream.run();
        if (report.written() && !runs.contains(report.runId())) {
            runs.add(report.runId());
        }
        return report;
    }

    private static Dream dream() {
        return Weeks.dream(database, model);
    }

    @Test
    void saysWhatItWouldDoAndWritesNothing() {
        DreamReport report = run(dream().dryRun());

        assertThat(report.written()).isFalse();
        assertThat(report.moments()).hasSizeGreaterThan(2).allMatch(moment -> moment.action() == Action.CREATED);
        assertThat(report.edges()).containsKeys("contains", "captured_in", "follows", "precedes", "summarizes");
        assertThat(Weeks.difference(Weeks.content(database), untouched)).isEmpty();
    }

    @Test
    void givesTheSameRowsForTheSameDayAndIsTakenBack() {
        DreamReport planned = run(dream().dryRun());
        DreamReport first = run(dream());
        Map<String, String> once = withoutRuns(Weeks.content(database));
        DreamReport second = run(dream());

        assertThat(first.runId()).isEqualTo(second.runId()).isEqualTo(planned.runId());
        assertThat(names(first))
                .isEqualTo(names(planned))
                .isEqualTo(names(second))
                .doesNotHaveDuplicates();
        assertThat(first.edges()).isEqualTo(planned.edges()).isEqualTo(second.edges());
        assertThat(first.edgesWritten()).isEqualTo(first.edgeCount());
        assertThat(second.count(Action.UNCHANGED)).isEqualTo(first.moments().size());
        assertThat(second.edgesWritten()).isZero();
        assertThat(Weeks.difference(withoutRuns(Weeks.content(database)), once)).isEmpty();
        assertThat(database.count("moments")).isEqualTo(first.moments().size());
        assertThat(database.count("dream_locks")).isZero();

        Undone undone = Dream.on(database).undo(first.runId());
        runs.clear();

        assertThat(undone.rows())
                .isEqualTo(first.moments().size()
                        + first.summaries().size()
                        + first.themes().size());
        assertThat(Weeks.difference(Weeks.content(database), untouched)).isEmpty();
        assertThatThrownBy(() -> Dream.on(database).undo(first.runId()))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void recordsTheRunAndSignsWhatItWrites() {
        DreamReport report = run(dream());

        Entity record = database.lookup(report.runId()).getFirst();
        assertThat(record.properties().path("state").asString()).isEqualTo("done");
        assertThat(record.properties().path("moments").asInt())
                .isEqualTo(report.moments().size());
        assertThat(record.properties().path("model").asString()).isEqualTo("local");
        Entity moment = database.get(report.moments().getFirst().id()).orElseThrow();
        assertThat(moment.properties().path("metadata").path("run_id").asString())
                .isEqualTo(report.runId());
        assertThat(moment.edges()).isNotEmpty().allSatisfy(edge -> {
            assertThat(edge.properties().path("generated_by").asString()).isEqualTo("dream");
            assertThat(edge.properties().path("run_id").asString()).isEqualTo(report.runId());
            assertThat(edge.properties().path("model").asString()).isEqualTo("local");
            assertThat(edge.properties().path("score").asDouble()).isBetween(0.0, 1.0);
        });
    }

    @Test
    void findsOutWhatTheDayWas() {
        DreamReport report = run(dream());

        Moment firmware = about(report, "soak");
        assertThat(firmware.description().people())
                .contains("Anil Kapoor", "Joanna Reid")
                .doesNotContain("Clara Hughes");
        assertThat(firmware.description().type()).isEqualTo(MomentType.COMMUNICATION);
        assertThat(firmware.resources()).isNotEmpty();
        Moment cake = about(report, "cake");
        assertThat(cake.start()).isAfter(Instant.parse("2026-03-09T17:55:00Z"));
        assertThat(cake.description().people()).contains("Edie");
        assertThat(report.summaries()).hasSize(1);
        assertThat(report.summaries().getFirst().text())
                .contains(firmware.description().name());
        assertThat(database.search("when did the defrost problem come up?")
                        .in("moments")
                        .limit(1)
                        .run()
                        .getFirst()
                        .entity()
                        .id())
                .isEqualTo(firmware.id());
    }

    @Test
    void isNoInputOfItself() {
        DreamReport first = run(dream());
        DreamReport second = run(dream().between(Weeks.START, Weeks.END.plusSeconds(1)));

        assertThat(second.items()).isEqualTo(first.items());
        assertThat(names(second)).isEqualTo(names(first));
    }

    @Test
    void doesNotRepeatAnActivityThatBeganBeforeTheWindow() {
        DreamReport day = run(dream());
        Instant middle = Instant.parse("2026-03-09T09:40:00Z");
        DreamReport rest = run(dream().between(middle, Weeks.END));

        assertThat(rest.moments().getFirst().start()).isBefore(middle);
        assertThat(rest.count(Action.UNCHANGED)).isEqualTo(rest.moments().size());
        assertThat(rest.removed()).isZero();
        assertThat(database.count("moments")).isEqualTo(day.moments().size());
    }

    @Test
    void replacesMomentsThatAreNoLongerSo() {
        DreamReport first = run(dream());
        UUID session = first.moments().getFirst().sessions().getFirst();
        ObjectNode late = Json.object();
        late.put("session_id", session.toString());
        late.put("role", "user").put("content", "And Joanna has the telemetry of all of them.");
        late.put("timestamp", Timestamps.text(first.moments().getFirst().end().plusSeconds(60)));
        UUID message = database.insert("messages", Json.text(late)).id();
        try {
            DreamReport second = run(dream());

            assertThat(second.count(Action.UNCHANGED)).isEqualTo(first.moments().size() - 1L);
            assertThat(second.moments().getFirst().end())
                    .isAfter(first.moments().getFirst().end());
            assertThat(database.count("moments")).isEqualTo(second.moments().size());
        } finally {
            database.delete(message, Deletion.Mode.HARD);
        }
    }

    @Test
    void keepsWhatAPersonHasChanged() {
        DreamReport first = run(dream());
        UUID id = first.moments().getFirst().id();
        database.update(id, "{\"summary\": \"I planned the week.\"}");

        DreamReport second = run(dream());

        assertThat(second.kept()).isEqualTo(1);
        assertThat(database.get(id).orElseThrow().properties().path("summary").asString())
                .isEqualTo("I planned the week.");
        Undone undone = Dream.on(database).undo(first.runId());
        runs.clear();
        assertThat(undone.kept()).isEqualTo(1);
        assertThat(database.count("moments")).isEqualTo(1);
        database.delete(id, Deletion.Mode.HARD);
    }

    @Test
    void leavesAloneWhatAPersonHasLinked() {
        DreamReport before = run(dream());
        Edge generated = edges("related_to").stream()
                .filter(edge -> resource(edge.src()))
                .findFirst()
                .orElse(null);
        UUID src = generated == null ? resources().get(0) : generated.src();
        UUID dst = generated == null ? resources().get(1) : generated.dst();
        Dream.on(database).undo(before.runId());
        runs.clear();
        database.link(src, dst, "related_to", Map.of("by", "me"));
        try {
            run(dream());

            assertThat(edges("related_to"))
                    .filteredOn(edge -> edge.src().equals(src) && edge.dst().equals(dst))
                    .singleElement()
                    .satisfies(edge ->
                            assertThat(edge.properties().path("by").asString()).isEqualTo("me"));
            runs.forEach(run -> Dream.on(database).undo(run));
            runs.clear();
            assertThat(edges("related_to")).hasSize(1);
        } finally {
            database.unlink(src.toString(), dst.toString(), "related_to");
        }
    }

    @Test
    void isCompletedWhenItWasStopped() {
        AtomicInteger left = new AtomicInteger(2);
        DreamReport stopped = run(dream().options(options -> options.withStopped(() -> left.decrementAndGet() <= 0)));

        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.moments()).hasSize(2);
        assertThat(database.lookup(stopped.runId())
                        .getFirst()
                        .properties()
                        .path("state")
                        .asString())
                .isEqualTo("stopped");

        List<String> trace = new ArrayList<>();
        DreamReport completed = run(dream().options(options -> options.withTrace(trace::add)));

        assertThat(completed.runId()).isEqualTo(stopped.runId());
        assertThat(completed.count(Action.UNCHANGED))
                .isEqualTo(stopped.moments().size());
        assertThat(trace).filteredOn(line -> line.endsWith("described before")).hasSameSizeAs(stopped.moments());
        assertThat(completed.moments().size()).isGreaterThan(stopped.moments().size());
    }

    @Test
    void refusesASecondRunWhileOneWorks() {
        List<ErrorCode> refusals = new ArrayList<>();
        run(dream().options(options -> options.withProgress((done, total) -> {
            if (refusals.isEmpty()) {
                try {
                    dream().run();
                } catch (RemException e) {
                    refusals.add(e.code());
                }
            }
        })));

        assertThat(refusals).containsExactly(ErrorCode.LOCKED);
    }

    @Test
    void takesOverFromAProcessThatIsGone() throws IOException, InterruptedException {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        DreamReport first = run(dream());
        lock(InetAddress.getLocalHost().getHostName(), gone.pid(), Instant.now().plusSeconds(600));

        assertThat(run(dream()).count(Action.UNCHANGED))
                .isEqualTo(first.moments().size());
        assertThat(database.count("dream_locks")).isZero();
    }

    @Test
    void waitsForAnotherMachineOnlyAsLongAsItsLockHolds() {
        DreamReport first = run(dream());
        lock("another.example", 1, Instant.now().plusSeconds(600));
        assertThatThrownBy(() -> dream().run())
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCKED));

        lock("another.example", 1, Instant.now().minusSeconds(1));
        assertThat(run(dream()).moments()).hasSameSizeAs(first.moments());
    }

    private static void lock(String host, long pid, Instant until) {
        database.insert(
                "dream_locks",
                Json.text(Json.object()
                        .put("holder", "another")
                        .put("host", host)
                        .put("pid", pid)
                        .put("valid_until", Timestamps.text(until))));
    }

    @Test
    void writesSummariesAlone() {
        DreamReport report = run(dream().options(options -> options.withScope(Scope.SUMMARIES)));

        assertThat(report.moments()).isEmpty();
        assertThat(report.themes()).isEmpty();
        assertThat(report.summaries()).hasSize(1);
        assertThat(report.edges()).containsOnlyKeys("summarizes");
        assertThat(database.count("moments")).isZero();
        Entity summary = database.get(report.summaries().getFirst().id()).orElseThrow();
        assertThat(summary.properties().path("content_type").asString()).isEqualTo("summary");
        assertThat(summary.edges()).allMatch(edge -> edge.relType().equals("summarizes"));
    }

    @Test
    void summarisesEachDayOfALongerWindow() {
        DreamReport report = run(dream().between(Weeks.START.minus(Duration.ofDays(3)), Weeks.END));

        assertThat(report.summaries()).hasSize(2);
        assertThat(report.summaries().get(1).name()).isEqualTo("Summary of Monday, 9 March 2026");
    }

    @Test
    void writesOnlyMomentsOfTheKindsAskedFor() {
        DreamReport report = run(dream().options(options -> options.withMomentTypes(Set.of(MomentType.COMMUNICATION))));

        assertThat(report.moments())
                .isNotEmpty()
                .allMatch(moment -> moment.description().type() == MomentType.COMMUNICATION);
    }

    @Test
    void leavesOutWhatIsTooShort() {
        DreamReport report = run(dream().options(options -> options.withShortest(Duration.ofMinutes(10))));

        assertThat(report.moments())
                .isNotEmpty()
                .allMatch(moment ->
                        Duration.between(moment.start(), moment.end()).compareTo(Duration.ofMinutes(10)) >= 0);
    }

    @Test
    void linksEntitiesThatAreNamed() {
        database.schemas().register(Schema.parse("""
                {"title": "Contact", "name": "test.Contact", "description": "People one knows", "version": "1.0.0", "type": "object",
                 "short_name": "contacts", "properties": {"name": {"type": "string"}}, "required": ["name"],
                 "json_schema_extra": {"key_field": "name"}}
                """));
        UUID anil = database.insert("contacts", "{\"name\": \"Anil Kapoor\"}").id();
        UUID nobody =
                database.insert("contacts", "{\"name\": \"Zebulon Quist\"}").id();
        try {
            DreamReport report = run(dream());

            UUID firmware = about(report, "soak").id();
            assertThat(edges("mentions"))
                    .anyMatch(edge -> edge.src().equals(firmware) && edge.dst().equals(anil));
            assertThat(edges("mentions")).noneMatch(edge -> edge.dst().equals(nobody));
        } finally {
            runs.forEach(run -> Dream.on(database).undo(run));
            runs.clear();
            database.schemas().remove("contacts", Removal.WITH_ROWS);
        }
    }

    @Test
    void findsNothingWhereNothingWas() {
        DreamReport report = run(dream().between(Weeks.END.plusSeconds(86_400), Weeks.END.plusSeconds(2 * 86_400)));

        assertThat(report.items()).isZero();
        assertThat(report.moments()).isEmpty();
        assertThat(report.summaries()).isEmpty();
        assertThat(report.edgeCount()).isZero();
    }

    // What is in the database
    // ---------------------------------------------------------------------------------------------------------------

    private static Moment about(DreamReport report, String word) {
        return report.moments().stream()
                .filter(moment -> moment.description().tags().stream().anyMatch(tag -> tag.contains(word)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(DreamReport report) {
        return report.moments().stream().map(Moment::name).toList();
    }

    private static Map<String, String> withoutRuns(Map<String, String> content) {
        return content.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("dream_runs"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<Edge> edges(String type) {
        List<Edge> edges = new ArrayList<>();
        for (String table : List.of("moments", "resources")) {
            try (EntityCursor rows = database.list(table, Visibility.LIVE)) {
                rows.forEachRemaining(row -> {
                    try (EdgeCursor cursor = database.edges(row.id().toString(), EdgeDirection.OUT, List.of(type))) {
                        cursor.forEachRemaining(edges::add);
                    }
                });
            }
        }
        return edges;
    }

    private static boolean resource(UUID id) {
        return database.get(id).orElseThrow().entityType().equals("resources");
    }

    private static List<UUID> resources() {
        List<UUID> ids = new ArrayList<>();
        try (EntityCursor rows = database.list("resources", Visibility.LIVE)) {
            rows.forEachRemaining(row -> {
                if (!row.properties().path("uri").asString("").startsWith("dream:")) {
                    ids.add(row.id());
                }
            });
        }
        return ids;
    }
}
