package io.remdb.dream.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Item.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Topics are directions in space here: 0 and 1 have nothing to do with each other. */
class SegmenterTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    private final List<Item> items = new ArrayList<>();

    private SegmenterTest say(UUID session, int minute, int topic) {
        return say(session, minute, topic, Kind.PERSON, "this is what was said");
    }

    private SegmenterTest say(UUID session, int minute, int topic, Kind kind, String text) {
        items.add(
                new Item(List.of(new UUID(2, items.size())), kind, at(minute), text, vector(topic), session, null, ""));
        return this;
    }

    private SegmenterTest read(int minute, int topic) {
        items.add(new Item(
                List.of(new UUID(2, items.size())),
                Kind.RESOURCE,
                at(minute),
                "a text",
                vector(topic),
                null,
                null,
                "A text"));
        return this;
    }

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static float[] vector(int topic) {
        float[] vector = new float[3];
        vector[topic] = 1;
        return vector;
    }

    private List<Activity> cut() {
        return cut(SegmentOptions.DEFAULTS);
    }

    private List<Activity> cut(SegmentOptions options) {
        Segmenter segmenter =
                new Segmenter(items.iterator(), options, Baseline.UNKNOWN, session -> "user of " + session);
        List<Activity> activities = new ArrayList<>();
        segmenter.forEachRemaining(activities::addAll);
        return activities;
    }

    private static List<Integer> sizes(List<Activity> activities) {
        return activities.stream().map(activity -> activity.messages().size()).toList();
    }

    @Test
    void cutsWhereNothingWasSaidForLong() {
        say(ONE, 0, 0).say(ONE, 5, 0).say(ONE, 36, 0).say(ONE, 37, 0);

        assertThat(sizes(cut())).containsExactly(2, 2);
    }

    @Test
    void keepsSessionsApartThatGoOnAtTheSameTime() {
        say(ONE, 0, 0).say(OTHER, 1, 0).say(ONE, 2, 0).say(OTHER, 3, 0).say(ONE, 4, 0);

        List<Activity> activities = cut();

        assertThat(sizes(activities)).containsExactly(3, 2);
        assertThat(activities).extracting(Activity::session).containsExactly(ONE, OTHER);
        assertThat(activities.getFirst().user()).isEqualTo("user of " + ONE);
    }

    @Test
    void cutsWhereTheTopicChanges() {
        for (int minute = 0; minute < 4; minute++) {
            say(ONE, minute, 0);
        }
        for (int minute = 4; minute < 9; minute++) {
            say(ONE, minute, 1);
        }

        assertThat(sizes(cut())).containsExactly(4, 5);
    }

    @Test
    void takesTwoMessagesAboutSomethingElseForAnAside() {
        say(ONE, 0, 0).say(ONE, 1, 0).say(ONE, 2, 0).say(ONE, 3, 1).say(ONE, 4, 1);

        assertThat(sizes(cut())).containsExactly(5);
    }

    @Test
    void keepsAnAnswerWithItsQuestion() {
        for (int minute = 0; minute < 10; minute++) {
            // The fifth question is still about the first thing, and its answer about the other one.
            say(
                    ONE,
                    minute,
                    minute < 5 ? 0 : 1,
                    minute % 2 == 0 ? Kind.PERSON : Kind.ASSISTANT,
                    "this is what was said");
        }

        assertThat(sizes(cut()).getFirst()).isIn(4, 6);
    }

    @Test
    void hearsWhenSomebodyChangesTheSubject() {
        for (String opening : List.of("And then there was more of it", "By the way, there was more of it")) {
            items.clear();
            // Alike, but only a little more than what is one topic.
            float[] near = {0.45f, (float) Math.sqrt(1 - 0.45 * 0.45), 0};
            say(ONE, 0, 0).say(ONE, 1, 0).say(ONE, 2, 0);
            for (int minute = 3; minute < 6; minute++) {
                items.add(new Item(
                        List.of(new UUID(3, minute)),
                        Kind.PERSON,
                        at(minute),
                        minute == 3 ? opening : "this is what was said",
                        near,
                        ONE,
                        null,
                        ""));
            }
            assertThat(sizes(cut())).as(opening).hasSize(opening.startsWith("By") ? 2 : 1);
        }
    }

    @Test
    void cutsWhatGoesOnForTooLongAtItsWidestPause() {
        for (int minute = 0; minute <= 300; minute += 20) {
            say(ONE, minute > 160 ? minute + 5 : minute, 0);
        }

        List<Activity> activities = cut();

        assertThat(activities).hasSize(2);
        assertThat(activities.getFirst().end()).isEqualTo(at(160));
    }

    @Test
    void cutsWhatGoesOnForTooLongWithoutAWidePauseIntoParts() {
        for (int i = 0; i < 288; i++) {
            say(ONE, 5 * i, 0, i % 2 == 0 ? Kind.PERSON : Kind.ASSISTANT, "this is what was said");
        }

        List<Activity> activities = cut();

        assertThat(activities).hasSize(8);
        assertThat(activities)
                .allMatch(activity -> activity.duration().compareTo(Duration.ofHours(2)) > 0)
                .allMatch(activity -> activity.messages().getFirst().kind() == Kind.PERSON);
    }

    @Test
    void cutsADayOfManyThousandMessagesToo() {
        for (int i = 0; i < 4_900; i++) {
            // The pauses grow, so that the widest one is always the last.
            items.add(new Item(
                    List.of(new UUID(6, i)),
                    Kind.PERSON,
                    START.plusMillis(5_000L * i + (long) i * i),
                    "more",
                    vector(0),
                    ONE,
                    null,
                    ""));
        }

        assertThat(sizes(cut())).hasSizeBetween(3, 12).allMatch(size -> size >= 3);
    }

    @Test
    void joinsWhatIsTooShortToTheNeighbourThatItIsLike() {
        say(ONE, 0, 0).say(ONE, 4, 0).say(ONE, 8, 0);
        say(ONE, 9, 1).say(ONE, 9, 1).say(ONE, 9, 1);
        say(OTHER, 9, 0);

        assertThat(sizes(cut(SegmentOptions.DEFAULTS.withShortest(Duration.ofMinutes(5)))))
                .containsExactly(6);
    }

    @Test
    void putsATextIntoTheActivityThatItIsLike() {
        say(ONE, 0, 0).say(OTHER, 1, 1).say(ONE, 2, 0).say(OTHER, 3, 1);
        read(2, 1).read(3, 2).read(200, 0);
        items.sort(Comparator.comparing(Item::time));

        List<Activity> activities = cut();

        assertThat(activities).hasSize(4);
        assertThat(activities.get(0).resources()).isEmpty();
        assertThat(activities.get(1).resources()).hasSize(1);
        assertThat(activities.get(2).messages()).isEmpty();
        assertThat(activities.get(3).start()).isEqualTo(at(200));
    }

    @Test
    void doesNotHoldMoreThanAStretchOfAnEndlessStream() {
        for (int i = 0; i < 12_000; i++) {
            items.add(new Item(
                    List.of(new UUID(4, i)),
                    Kind.PERSON,
                    START.plusSeconds(i),
                    "more",
                    vector(0),
                    new UUID(5, i / 40),
                    null,
                    ""));
        }
        Segmenter segmenter =
                new Segmenter(items.iterator(), SegmentOptions.DEFAULTS, Baseline.UNKNOWN, session -> null);

        assertThat(segmenter.next().stream()
                        .mapToInt(activity -> activity.messages().size())
                        .sum())
                .isEqualTo(5_000);
    }

    @Test
    void measuresHowLikeUnlikeThingsAre() {
        assertThat(Baseline.of(List.of())).isEqualTo(Baseline.UNKNOWN);
        for (int minute = 0; minute < 3; minute++) {
            say(ONE, minute, 0);
        }
        for (int minute = 3; minute < 6; minute++) {
            say(OTHER, minute, 1);
        }
        assertThat(Baseline.of(items).similarity()).isZero();
        assertThat(new Baseline(0.2).at(0.5)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThatThrownBy(() -> SegmentOptions.DEFAULTS.withCohesion(1.5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentOptions.DEFAULTS.withShortest(Duration.ofMinutes(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
