package io.remdb.dream;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Deletion;
import io.remdb.EdgeDirection;
import io.remdb.Schema;
import io.remdb.dream.DreamReport.Action;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.DreamReport.ThemeFound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person does stays, also while a run works, and what one run wrote is not another one's. */
@Timeout(120)
class DreamOwnershipTest extends TalkTest {
    private static final Instant SUNDAY = Instant.parse("2026-03-08T00:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-03-09T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-03-10T00:00:00Z");
    private static final List<String> ROOF = List.of(
            "The roof above the kitchen leaks again.",
            "The roofer comes on Thursday with new tiles for the roof.",
            "Then the tiles of the roof are paid from the insurance.");

    private List<UUID> talkAboutTheRoof(int session, Instant from) {
        List<UUID> said = new ArrayList<>();
        for (int i = 0; i < ROOF.size(); i++) {
            said.add(talk.say(session, from.plusSeconds(60L * i), ROOF.get(i)));
        }
        return said;
    }

    /** Does something once, when the run has looked at the first activity. */
    private DreamReport meanwhile(Runnable action) {
        List<Runnable> left = new ArrayList<>(List.of(action));
        return talk.about(SUNDAY, MONDAY)
                .options(options -> options.withProgress((done, total) -> {
                    left.forEach(Runnable::run);
                    left.clear();
                }))
                .run();
    }

    private String summary(UUID moment) {
        return talk.database
                .get(moment)
                .orElseThrow()
                .properties()
                .path("summary")
                .asString();
    }

    @Test
    void keepsWhatAPersonChangesWhileTheRunWorks() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        UUID moment = talk.dream(SUNDAY, MONDAY).moments().getFirst().id();
        talk.say(1, SUNDAY.plusSeconds(36_500), "And the roof of the shed needs tiles, too.");

        DreamReport report =
                meanwhile(() -> talk.database.update(moment, "{\"summary\": \"I have seen the roofer.\"}"));

        assertThat(report.moments()).singleElement().extracting(Moment::action).isEqualTo(Action.KEPT);
        assertThat(report.kept()).isEqualTo(1);
        assertThat(summary(moment)).isEqualTo("I have seen the roofer.");
    }

    @Test
    void keepsWhatAPersonChangesBeforeItWouldBeRemoved() {
        List<UUID> said = talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        talkAboutTheRoof(2, SUNDAY.plusSeconds(60_000));
        UUID moment = talk.dream(SUNDAY, MONDAY).moments().getFirst().id();
        said.forEach(message -> talk.database.delete(message, Deletion.Mode.HARD));

        DreamReport report = meanwhile(() -> talk.database.update(moment, "{\"summary\": \"Never mind.\"}"));

        assertThat(report.removed()).isZero();
        assertThat(report.kept()).isEqualTo(1);
        assertThat(summary(moment)).isEqualTo("Never mind.");
    }

    @Test
    void goesOnWhereARowIsDeletedMeanwhile() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        talkAboutTheRoof(2, SUNDAY.plusSeconds(60_000));
        UUID moment = talk.dream(SUNDAY, MONDAY).moments().getFirst().id();

        DreamReport report = meanwhile(() -> talk.database.delete(moment, Deletion.Mode.HARD));

        assertThat(report.problems()).isEmpty();
        assertThat(talk.database.get(moment)).isEmpty();
    }

    @Test
    void keepsWhatAPersonHasLinked() {
        List<UUID> said = talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        DreamReport first = talk.dream(SUNDAY, MONDAY);
        UUID moment = first.moments().getFirst().id();
        talk.database.link(said.getFirst(), moment, "see", Map.of("by", "me"));
        said.subList(1, said.size()).forEach(message -> talk.database.delete(message, Deletion.Mode.HARD));
        talk.say(1, SUNDAY.plusSeconds(35_000), "It rains since the morning.");

        DreamReport report = talk.dream(SUNDAY, MONDAY);

        assertThat(report.kept()).isEqualTo(1);
        assertThat(talk.edges(moment, EdgeDirection.IN, "see")).hasSize(1);
        Undone undone = Dream.on(talk.database).undo(first.runId());
        assertThat(undone.kept()).isEqualTo(1);
        assertThat(talk.edges(moment, EdgeDirection.IN, "see")).hasSize(1);
        assertThat(talk.database.get(moment).orElseThrow().edges()).isEmpty();
    }

    @Test
    void doesNotWriteAgainWhatAPersonHasDeleted() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        talkAboutTheRoof(2, SUNDAY.plusSeconds(60_000));
        DreamReport first = talk.dream(SUNDAY, MONDAY);
        UUID moment = first.moments().getFirst().id();
        talk.database.delete(moment, Deletion.Mode.SOFT);

        DreamReport second = talk.dream(SUNDAY, MONDAY);

        assertThat(second.moments()).extracting(Moment::id).doesNotContain(moment);
        assertThat(second.kept()).isEqualTo(1);
        assertThat(talk.database.get(moment).orElseThrow().deleted()).isTrue();
        Dream.on(talk.database).undo(first.runId());
        assertThat(talk.database.get(moment)).isEmpty();
    }

    @Test
    void takesBackEdgesOfDocumentsToo() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        UUID document = talk.database
                .insert("documents", "{\"name\": \"Tiles of the roof\", \"uri\": \"file:///tiles.pdf\"}")
                .id();
        DreamReport report = talk.dream(SUNDAY, MONDAY);
        // As a run does that finds a document and a moment alike.
        talk.database.link(
                document,
                report.moments().getFirst().id(),
                "related_to",
                Map.of("generated_by", "dream", "run_id", report.runId(), "model", "local", "score", 0.5));

        Dream.on(talk.database).undo(report.runId());

        assertThat(talk.database.get(document).orElseThrow().edges()).isEmpty();
    }

    @Test
    void leavesAThemeToTheOtherRunsThatHaveIt() {
        for (int session = 1; session <= 4; session++) {
            talkAboutTheRoof(session, SUNDAY.plus(Duration.ofHours(11L * session)));
        }
        DreamReport first = talk.dream(SUNDAY, MONDAY);
        DreamReport second = talk.dream(MONDAY, TUESDAY);
        assertThat(second.themes()).isNotEmpty();
        UUID theme = first.themes().getFirst().id();
        assertThat(second.themes()).extracting(ThemeFound::id).contains(theme);
        assertThat(talk.edges(theme, EdgeDirection.IN, "about")).hasSize(4);

        Dream.on(talk.database).undo(second.runId());
        assertThat(talk.edges(theme, EdgeDirection.IN, "about")).hasSize(2);
        assertThat(talk.database.get(theme)).isPresent();

        Dream.on(talk.database).undo(first.runId());
        assertThat(talk.database.get(theme)).isEmpty();
    }

    @Test
    void removesAThemeThatIsNoneAnyMore() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        List<UUID> said = talkAboutTheRoof(2, SUNDAY.plusSeconds(60_000));
        assertThat(talk.dream(SUNDAY, MONDAY).themes()).hasSize(1);
        said.forEach(message -> talk.database.delete(message, Deletion.Mode.HARD));

        DreamReport second = talk.dream(SUNDAY, MONDAY);

        assertThat(second.themes()).isEmpty();
        assertThat(second.removed()).isEqualTo(1);
        assertThat(talk.database.count("themes")).isZero();
        assertThat(talk.edges(second.moments().getFirst().id(), EdgeDirection.OUT, "about"))
                .isEmpty();
    }

    @Test
    void doesWithoutThemesWhereTheTableIsAPersons() {
        talk.database.schemas().register(Schema.parse("""
                {"title": "Theme", "name": "mine.Theme", "description": "Colours of the house", "version": "1.0.0", "type": "object",
                 "short_name": "themes", "properties": {"name": {"type": "string"}}, "required": ["name"],
                 "json_schema_extra": {"key_field": "name"}}
                """));
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000));
        talkAboutTheRoof(2, SUNDAY.plusSeconds(60_000));

        DreamReport report = talk.dream(SUNDAY, MONDAY);

        assertThat(report.moments()).hasSize(2);
        assertThat(report.themes()).isEmpty();
        assertThat(report.problems()).singleElement().asString().contains("themes");
        assertThat(talk.database.count("themes")).isZero();
        Dream.on(talk.database).undo(report.runId());
        assertThat(talk.database.schemas().list())
                .extracting(schema -> schema.name())
                .contains("mine.Theme")
                .doesNotContain("rem.dream.DreamRun", "rem.dream.DreamLock");
    }
}
