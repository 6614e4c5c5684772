package io.remdb.dream.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.Schedule;
import io.remdb.dream.Dream;
import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.DreamReport;
import io.remdb.dream.Weeks;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(120)
class ScheduledDreamsTest {
    private static final Instant NOON = Instant.parse("2026-03-09T12:00:00Z");
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";

    private static EmbeddingModel model;

    private final RemDatabase database = RemDatabase.inMemory();
    private Instant now = NOON;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @BeforeAll
    static void openModel() {
        model = Weeks.model();
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private ScheduledDreams dreams(String schedule) {
        return new ScheduledDreams(database, Objects.requireNonNull(Schedule.parse(schedule)), clock);
    }

    private DreamReport run(ScheduledDreams dreams, Window window) {
        return dreams.run(window, Dream.on(database).with(model), () -> false);
    }

    private void say(Instant at, String text) {
        ObjectNode row = Json.object();
        row.put("session_id", SESSION).put("role", "user").put("content", text);
        row.put("timestamp", Timestamps.text(at));
        database.insert("messages", Json.text(row));
    }

    @Test
    void runsAtOnceAndThenAfterItsPauseWhoeverAsks() {
        say(NOON.minus(Duration.ofHours(3)), "The roof leaks again, so the roofer comes with new tiles on Thursday.");
        ScheduledDreams dreams = dreams("6h");
        Window first = dreams.due().orElseThrow();
        assertThat(first).isEqualTo(new Window(NOON.minus(Duration.ofHours(24)), NOON));

        assertThat(run(dreams, first).moments()).hasSize(1);

        now = NOON.plus(Duration.ofHours(5));
        assertThat(dreams.due()).isEmpty();
        assertThat(dreams("6h").due()).isEmpty();
        now = NOON.plus(Duration.ofHours(6));
        assertThat(dreams.due()).contains(new Window(NOON, now));
        assertThat(dreams("6h").due()).contains(new Window(NOON, now));
    }

    @Test
    void makesUpForAllThatWasMissedInOneRun() {
        run(dreams("02:30"), dreams("02:30").due().orElseThrow());
        now = NOON.plus(Duration.ofDays(10));

        ScheduledDreams later = dreams("02:30");
        Window missed = later.due().orElseThrow();
        assertThat(missed).isEqualTo(new Window(NOON, now));
        run(later, missed);

        assertThat(later.due()).isEmpty();
        now = Instant.parse("2026-03-20T02:29:59Z");
        assertThat(later.due()).isEmpty();
        now = Instant.parse("2026-03-20T02:30:00Z");
        assertThat(later.due()).isPresent();
    }

    @Test
    void countsTheMessagesSinceTheLastRun() {
        ScheduledDreams dreams = dreams("after:3");
        say(NOON.minusSeconds(200), "The tiles are paid from the insurance.");
        say(NOON.minusSeconds(100), "Charlotte has the papers.");
        assertThat(dreams.due()).isEmpty();

        say(NOON.minusSeconds(50), "She sends them tomorrow.");
        now = NOON.plus(Duration.ofMinutes(1));
        run(dreams, dreams.due().orElseThrow());
        assertThat(dreams.due()).isEmpty();

        now = NOON.plus(Duration.ofHours(2));
        say(now.minusSeconds(3), "One.");
        say(now.minusSeconds(2), "Two.");
        assertThat(dreams.due()).isEmpty();
        say(now.minusSeconds(1), "Three.");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(dreams.due()).isPresent();
    }

    @Test
    void dreamsAboutWhatIsWrittenLate() {
        ScheduledDreams dreams = dreams("after:1");
        say(NOON.minusSeconds(3_600), "The roof leaks again, so the roofer comes with new tiles on Thursday.");
        run(dreams, dreams.due().orElseThrow());
        now = NOON.plus(Duration.ofHours(1));
        assertThat(dreams.due()).isEmpty();

        Instant yesterday = NOON.minus(Duration.ofHours(30));
        say(yesterday, "Charlotte has the papers of the insurance.");
        say(NOON.minus(Duration.ofDays(400)), "Long ago.");
        now = NOON.plus(Duration.ofHours(2));
        Window window = dreams.due().orElseThrow();

        assertThat(window).isEqualTo(new Window(yesterday, now));
        assertThat(run(dreams, window).moments()).hasSize(2);
        now = NOON.plus(Duration.ofHours(3));
        assertThat(dreams.due()).isEmpty();
    }

    @Test
    void completesARunThatWasCutOff() {
        say(NOON.minusSeconds(7_200), "The roof leaks again, and the roofer comes on Thursday.");
        say(NOON.minusSeconds(60), "Bread dough needs flour, water, salt and a long night.");
        ScheduledDreams dreams = dreams("1d");
        Window window = dreams.due().orElseThrow();
        DreamReport stopped = dreams.run(window, Dream.on(database).with(model), () -> true);
        assertThat(stopped.stopped()).isTrue();

        now = NOON.plus(Duration.ofHours(1));
        ScheduledDreams next = dreams("1d");
        assertThat(next.due()).contains(window);
        DreamReport completed = run(next, window);

        assertThat(completed.runId()).isEqualTo(stopped.runId());
        assertThat(completed.moments()).hasSizeGreaterThan(stopped.moments().size());
        assertThat(next.due()).isEmpty();
    }

    @Test
    void pausesAfterAFailure() {
        ScheduledDreams dreams = dreams("1h");
        run(dreams, dreams.due().orElseThrow());
        now = NOON.plus(Duration.ofHours(1));
        database.insert(
                "dream_locks",
                Json.text(Json.object()
                        .put("holder", "another")
                        .put("host", "another.example")
                        .put("pid", 1)
                        .put("valid_until", Timestamps.text(Instant.now().plusSeconds(600)))));

        Window due = dreams.due().orElseThrow();
        assertThatThrownBy(() -> run(dreams, due))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCKED));

        assertThat(dreams.due()).isEmpty();
        now = now.plus(Duration.ofMinutes(10));
        assertThat(dreams.due()).isPresent();
    }

    @Test
    void takesNoNoticeOfRunsThatWereAskedFor() {
        Dream.on(database).with(model).between(NOON.minusSeconds(3_600), NOON).run();

        assertThat(dreams("1h").due()).map(Window::start).isEqualTo(Optional.of(NOON.minus(Duration.ofHours(24))));
    }
}
