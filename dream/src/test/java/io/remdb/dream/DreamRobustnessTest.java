package io.remdb.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Entity;
import io.remdb.Schema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Runs over what nobody would write, and runs that cannot go on. */
@Timeout(120)
class DreamRobustnessTest extends TalkTest {
    private static final Instant DAY = Instant.parse("2026-03-09T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-09T12:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-03-10T00:00:00Z");

    @Test
    void writesWhateverIsSaid() {
        // Only function words, so that the beginning is the name; both halves of the emoji do not fit.
        talk.say(1, NOON, "it is ".repeat(9) + "it so" + "😀".repeat(20) + " and so on");
        talk.say(2, NOON.plusSeconds(10_000), "The roof " + "😀".repeat(400) + " leaks in the kitchen again.");
        talk.say(3, NOON.plusSeconds(20_000), ("The code is " + "a1".repeat(2_500) + " today. ").repeat(3));
        talk.say(4, NOON.plusSeconds(30_000), "\u0000\u001b it is\u0000");

        DreamReport report = talk.dream(DAY, NEXT);

        assertThat(report.problems()).isEmpty();
        assertThat(report.moments()).hasSize(4);
        assertThat(talk.rows("moments"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(
                                row.properties().path("name").asString().codePoints())
                        .noneMatch(Character::isISOControl));
        assertThat(report.moments())
                .allSatisfy(moment -> assertThat(moment.description().tags()).allMatch(tag -> tag.length() <= 60));
    }

    @Test
    void saysThatARunHasFailedAndCompletesItLater() {
        talk.say(1, NOON, "The roof above the kitchen leaks again.");
        Dream failing = talk.about(DAY, NEXT)
                .options(options -> options.withProgress((done, total) -> {
                    throw new IllegalStateException("as a test wants it");
                }));
        assertThatThrownBy(failing::run).isInstanceOf(IllegalStateException.class);

        ObjectNode failed = record();
        assertThat(failed.path("state").asString()).isEqualTo("failed");
        assertThat(failed.path("problems").path(0).asString()).isEqualTo("as a test wants it");

        DreamReport report = talk.dream(DAY, NEXT);
        assertThat(report.moments()).hasSize(1);
        assertThat(record().path("state").asString()).isEqualTo("done");
        assertThat(record().path("problems").isEmpty()).isTrue();
    }

    @Test
    void bringsTheTableOfAnOlderVersionUpToDate() {
        talk.database.schemas().register(Schema.parse("""
                {"title": "DreamRun", "description": "Runs of dream", "version": "1.0.0", "short_name": "dream_runs", "name": "rem.dream.DreamRun",
                 "type": "object", "properties": {
                   "run_id": {"type": "string"}, "state": {"type": "string", "enum": ["running", "stopped", "done"]},
                   "start_time": {"type": "string", "format": "date-time"}, "end_time": {"type": "string", "format": "date-time"},
                   "model": {"type": "string"}, "started_at": {"type": "string", "format": "date-time"},
                   "schedule": {"type": ["string", "null"]}, "llm_calls": {"type": ["integer", "null"]}},
                 "required": ["run_id", "state", "start_time", "end_time", "model"],
                 "json_schema_extra": {"category": "public", "key_field": "run_id", "indexed_fields": ["state", "start_time", "end_time"]}}
                """));
        talk.say(1, NOON, "The roof above the kitchen leaks again.");

        assertThat(talk.dream(DAY, NEXT).moments()).hasSize(1);
        assertThat(talk.database.schemas().list())
                .filteredOn(schema -> schema.shortName().equals("dream_runs"))
                .singleElement()
                .satisfies(schema -> assertThat(schema.version()).isEqualTo("1.1.0"));
    }

    private ObjectNode record() {
        List<Entity> runs = talk.rows("dream_runs");
        assertThat(runs).hasSize(1);
        return runs.getFirst().properties();
    }
}
