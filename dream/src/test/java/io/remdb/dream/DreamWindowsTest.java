package io.remdb.dream;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Deletion;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.dream.DreamReport.Action;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.describe.MomentType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows that meet or overlap, other zones and other options: the same conversation is the same moment. */
@Timeout(120)
class DreamWindowsTest extends TalkTest {
    private static final Instant SUNDAY = Instant.parse("2026-03-08T00:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-03-09T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-03-10T00:00:00Z");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final List<String> ROOF = List.of(
            "The roof above the kitchen leaks again.",
            "The roofer comes on Thursday with new tiles.",
            "Then the tiles are paid from the insurance.");

    private void talkAboutTheRoof(int session, Instant from, Instant until, Duration pause) {
        int said = 0;
        for (Instant at = from; !at.isAfter(until); at = at.plus(pause)) {
            talk.say(session, at, ROOF.get(said++ % ROOF.size()));
        }
    }

    @Test
    void tellsAConversationOverMidnightOnceWhicheverDayComesFirst() {
        Instant end = MONDAY.plusSeconds(1_800);
        talkAboutTheRoof(1, MONDAY.minusSeconds(1_800), end, FIVE_MINUTES);

        DreamReport first = talk.dream(SUNDAY, MONDAY);
        assertThat(first.moments()).singleElement().extracting(Moment::end).isEqualTo(end);
        for (Instant day : List.of(MONDAY, SUNDAY, MONDAY)) {
            DreamReport again = talk.dream(day, day.plus(Duration.ofDays(1)));
            assertThat(again.count(Action.UNCHANGED)).as("%s", day).isEqualTo(1);
            assertThat(again.removed()).isZero();
            assertThat(talk.database.count("moments")).isEqualTo(1);
        }
    }

    @Test
    void bringsAConversationUpToDateThatWentOnAfterTheWindow() {
        Instant start = MONDAY.minusSeconds(1_800);
        talkAboutTheRoof(1, start, MONDAY.minusSeconds(60), FIVE_MINUTES);
        Moment before = talk.dream(SUNDAY, MONDAY).moments().getFirst();

        talkAboutTheRoof(1, MONDAY, MONDAY.plusSeconds(1_800), FIVE_MINUTES);
        DreamReport next = talk.dream(MONDAY, TUESDAY);

        assertThat(next.moments()).singleElement().satisfies(moment -> {
            assertThat(moment.id()).isEqualTo(before.id());
            assertThat(moment.action()).isEqualTo(Action.UPDATED);
            assertThat(moment.start()).isEqualTo(start);
            assertThat(moment.end()).isEqualTo(MONDAY.plusSeconds(1_800));
        });
        assertThat(talk.database.count("moments")).isEqualTo(1);
        Entity row = talk.database.get(before.id()).orElseThrow();
        assertThat(row.properties().path("end_time").asString()).startsWith("2026-03-09T00:30");
    }

    /** A session in which nobody ever pauses is longer than what is read for a day. */
    @Test
    void losesNothingOfWhatIsNotSeenWhole() {
        Instant end = TUESDAY.plus(Duration.ofHours(20));
        talkAboutTheRoof(1, SUNDAY, end, Duration.ofMinutes(20));

        for (Instant day : List.of(MONDAY, TUESDAY, SUNDAY, MONDAY)) {
            talk.dream(day, day.plus(Duration.ofDays(1)));
        }

        List<Entity> moments = talk.rows("moments");
        for (Instant at = SUNDAY; !at.isAfter(end); at = at.plus(Duration.ofMinutes(20))) {
            Instant said = at;
            assertThat(moments)
                    .as("%s", at)
                    .anyMatch(moment -> !time(moment, "start_time").isAfter(said)
                            && !time(moment, "end_time").isBefore(said));
        }
    }

    private static Instant time(Entity moment, String field) {
        return Instant.parse(moment.properties().path(field).asString());
    }

    @Test
    void linksTheFirstMomentOfADayWithTheLastOneOfTheDayBefore() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000), SUNDAY.plusSeconds(36_600), FIVE_MINUTES);
        talkAboutTheRoof(2, MONDAY.plusSeconds(36_000), MONDAY.plusSeconds(36_600), FIVE_MINUTES);
        UUID sunday = talk.dream(SUNDAY, MONDAY).moments().getFirst().id();
        DreamReport run = talk.dream(MONDAY, TUESDAY);
        UUID monday = run.moments().getFirst().id();

        assertThat(talk.edges(monday, EdgeDirection.OUT, "follows"))
                .singleElement()
                .satisfies(edge -> assertThat(edge.dst()).isEqualTo(sunday));
        assertThat(talk.edges(sunday, EdgeDirection.OUT, "precedes"))
                .singleElement()
                .satisfies(edge -> assertThat(edge.dst()).isEqualTo(monday));

        // One between both, found later, comes between both.
        talkAboutTheRoof(3, SUNDAY.plusSeconds(80_000), SUNDAY.plusSeconds(80_600), FIVE_MINUTES);
        UUID evening = talk.dream(SUNDAY.plusSeconds(70_000), MONDAY)
                .moments()
                .getFirst()
                .id();
        assertThat(talk.edges(monday, EdgeDirection.OUT, "follows"))
                .singleElement()
                .satisfies(edge -> assertThat(edge.dst()).isEqualTo(evening));
        assertThat(talk.edges(sunday, EdgeDirection.OUT, "precedes"))
                .singleElement()
                .satisfies(edge -> assertThat(edge.dst()).isEqualTo(evening));
    }

    @Test
    void removesNothingWhereOnlySomeKindsAreWanted() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000), SUNDAY.plusSeconds(36_600), FIVE_MINUTES);
        UUID said = talk.say(2, SUNDAY.plusSeconds(60_000), "Bread dough needs flour, water, salt and a long night.");
        talk.dream(SUNDAY, MONDAY);
        talk.database.delete(said, Deletion.Mode.HARD);

        DreamReport some = talk.about(SUNDAY, MONDAY)
                .options(options -> options.withMomentTypes(Set.of(MomentType.values())))
                .run();

        assertThat(some.removed()).isZero();
        assertThat(some.edges()).doesNotContainKeys("follows", "precedes");
        assertThat(talk.database.count("moments")).isEqualTo(2);
    }

    @Test
    void knowsMomentsAgainInAnotherZone() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(36_000), SUNDAY.plusSeconds(36_600), FIVE_MINUTES);
        UUID id = talk.dream(SUNDAY, MONDAY).moments().getFirst().id();

        DreamReport elsewhere = talk.about(SUNDAY, MONDAY)
                .options(options -> options.withClock(Clock.fixed(MONDAY, ZoneOffset.ofHours(9))))
                .run();

        assertThat(elsewhere.moments()).singleElement().satisfies(moment -> {
            assertThat(moment.id()).isEqualTo(id);
            assertThat(moment.action()).isEqualTo(Action.UNCHANGED);
        });
        assertThat(talk.database.count("moments")).isEqualTo(1);
    }

    @Test
    void doesNotRemoveTheMomentsOfARunThatJoinsWhatIsShort() {
        talk.say(1, SUNDAY.plusSeconds(36_000), "Bread dough needs flour, water, salt and a long night.");
        talkAboutTheRoof(2, SUNDAY.plusSeconds(50_000), SUNDAY.plusSeconds(53_000), FIVE_MINUTES);
        DreamReport all = talk.dream(SUNDAY, MONDAY);
        assertThat(all.moments()).hasSize(2);

        DreamReport longer = talk.about(SUNDAY, MONDAY)
                .options(options -> options.withShortest(Duration.ofMinutes(10)))
                .run();

        assertThat(longer.moments()).hasSize(1);
        assertThat(longer.removed()).isZero();
        assertThat(talk.dream(SUNDAY, MONDAY).count(Action.UNCHANGED)).isEqualTo(2);
    }

    @Test
    void hasOneSummaryOfADayHoweverOftenThatIsDreamtAbout() {
        talkAboutTheRoof(1, MONDAY.minusSeconds(1_800), MONDAY.plusSeconds(600), FIVE_MINUTES);
        talkAboutTheRoof(2, MONDAY.plusSeconds(30_000), MONDAY.plusSeconds(30_600), FIVE_MINUTES);

        // What began on Sunday is told on Monday, where that is all that is asked for.
        assertThat(talk.dream(MONDAY, TUESDAY).summaries())
                .singleElement()
                .satisfies(summary -> assertThat(summary.name()).isEqualTo("Summary of Monday, 9 March 2026"));
        for (int hour = 9; hour < 12; hour++) {
            Instant now = MONDAY.plus(Duration.ofHours(hour));
            assertThat(talk.dream(now.minus(Duration.ofDays(1)), now).summaries())
                    .hasSize(3);
        }
        assertThat(talk.rows("resources"))
                .extracting(row -> row.properties().path("uri").asString())
                .containsExactlyInAnyOrder("dream://2026-03-08/2026-03-09", "dream://2026-03-08", "dream://2026-03-09");
    }

    /** A run for the next hours of a day does not forget the others. */
    @Test
    void summarisesWholeDays() {
        talkAboutTheRoof(1, SUNDAY.plusSeconds(10_000), SUNDAY.plusSeconds(10_600), FIVE_MINUTES);
        talkAboutTheRoof(2, SUNDAY.plusSeconds(50_000), SUNDAY.plusSeconds(50_600), FIVE_MINUTES);
        talk.dream(SUNDAY, SUNDAY.plusSeconds(30_000));

        assertThat(talk.dream(SUNDAY.plusSeconds(30_000), MONDAY).summaries())
                .singleElement()
                .satisfies(summary -> assertThat(summary.text()).startsWith("2 moments"));
        assertThat(talk.rows("resources")).hasSize(1);
    }

    @Test
    void takesADayOf25HoursForADay() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant start = LocalDate.of(2026, 10, 25).atStartOfDay(berlin).toInstant();
        Instant end = LocalDate.of(2026, 10, 26).atStartOfDay(berlin).toInstant();
        assertThat(Duration.between(start, end)).isEqualTo(Duration.ofHours(25));
        talkAboutTheRoof(1, start.plusSeconds(36_000), start.plusSeconds(36_600), FIVE_MINUTES);

        DreamReport report = talk.about(start, end)
                .options(options -> options.withClock(Clock.fixed(end, berlin)))
                .run();

        assertThat(report.summaries())
                .singleElement()
                .satisfies(summary -> assertThat(summary.name()).isEqualTo("Summary of Sunday, 25 October 2026"));
    }
}
