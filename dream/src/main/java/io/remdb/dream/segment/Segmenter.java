package io.remdb.dream.segment;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Item.Kind;
import io.remdb.dream.activity.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of items into activities, a stretch of time without a long pause after the other; a stretch of more than {@value #MOST_ITEMS}
 * items is cut too, so that memory is bounded. One thread.
 */
public final class Segmenter implements Iterator<List<Activity>> {
    private static final int MOST_ITEMS = 5_000;

    /** A text belongs to the activity at its time if it is a little more like it than anything is. */
    private static final double BELONGS = 0.05;

    /** A pause of this part of the widest one is as good as that. */
    private static final double AS_WIDE = 0.9;

    private final Iterator<Item> items;
    private final SegmentOptions options;
    private final Baseline baseline;
    private final Function<UUID, @Nullable String> users;
    private @Nullable Item next;

    /**
     * Cuts items.
     *
     * @param items in order of time
     * @param baseline how like each other unlike pieces are
     * @param users who has a session; null where that is not known
     */
    public Segmenter(
            Iterator<Item> items, SegmentOptions options, Baseline baseline, Function<UUID, @Nullable String> users) {
        this.items = items;
        this.options = options;
        this.baseline = baseline;
        this.users = users;
        this.next = items.hasNext() ? items.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /** The activities of the next stretch, by start; may be empty where all are too short. */
    @Override
    public List<Activity> next() {
        Item first = next;
        if (first == null) {
            throw new NoSuchElementException();
        }
        List<Item> stretch = new ArrayList<>(List.of(first));
        next = items.hasNext() ? items.next() : null;
        while (next != null && stretch.size() < MOST_ITEMS && !apart(stretch.getLast(), next)) {
            stretch.add(next);
            next = items.hasNext() ? items.next() : null;
        }
        return activities(stretch);
    }

    private boolean apart(Item before, Item after) {
        return Duration.between(before.time(), after.time()).compareTo(options.pause()) > 0;
    }

    private List<Activity> activities(List<Item> stretch) {
        List<Item> messages = stretch.stream().filter(Item::message).toList();
        TopicCuts topics = new TopicCuts(options, baseline);
        List<List<Item>> pieces = new ArrayList<>();
        for (List<Item> run : runs(messages)) {
            pieces.addAll(longEnough(cutLong(topics.cut(run))));
        }
        pieces.sort(Comparator.comparing(piece -> piece.getFirst().time()));
        List<Item> texts = stretch.stream().filter(item -> !item.message()).toList();
        return withTexts(pieces, texts, topics);
    }

    /** Messages of one session without a long pause; those of no session are together. */
    private List<List<Item>> runs(List<Item> messages) {
        Map<UUID, List<Item>> open = new LinkedHashMap<>();
        List<List<Item>> runs = new ArrayList<>();
        UUID none = new UUID(0, 0);
        for (Item message : messages) {
            UUID session = message.session() == null ? none : message.session();
            List<Item> run = open.get(session);
            if (run == null || apart(run.getLast(), message)) {
                run = new ArrayList<>();
                runs.add(run);
                open.put(session, run);
            }
            run.add(message);
        }
        return runs;
    }

    private List<List<Item>> cutLong(List<List<Item>> pieces) {
        List<List<Item>> cut = new ArrayList<>();
        Deque<List<Item>> open = new ArrayDeque<>(pieces);
        while (!open.isEmpty()) {
            List<Item> piece = open.pop();
            if (span(piece).compareTo(options.longest()) <= 0) {
                cut.add(piece);
            } else {
                int at = bestCut(piece);
                open.push(piece.subList(at, piece.size()));
                open.push(piece.subList(0, at));
            }
        }
        return cut;
    }

    /** Of the widest pauses, those that are hardly shorter than the widest of all, the one nearest to the middle of a piece. */
    private int bestCut(List<Item> piece) {
        List<Integer> places = places(piece);
        long widest = places.stream().mapToLong(at -> pause(piece, at)).max().orElse(0);
        Instant middle = piece.getFirst().time().plus(span(piece).dividedBy(2));
        return places.stream()
                .filter(at -> pause(piece, at) >= AS_WIDE * widest)
                .min(Comparator.comparing(
                        at -> Duration.between(middle, piece.get(at).time()).abs()))
                .orElse(1);
    }

    /** Where a piece may be cut: between exchanges and not near an end, where there is such a place. */
    private List<Integer> places(List<Item> piece) {
        List<Integer> all = IntStream.range(1, piece.size()).boxed().toList();
        List<Integer> good = all.stream()
                .filter(at -> piece.get(at).kind() != Kind.ASSISTANT
                        && at >= options.fewestMessages()
                        && at <= piece.size() - options.fewestMessages())
                .toList();
        return good.isEmpty() ? all : good;
    }

    private static long pause(List<Item> piece, int at) {
        return Duration.between(piece.get(at - 1).time(), piece.get(at).time()).toMillis();
    }

    private static Duration span(List<Item> piece) {
        return Duration.between(piece.getFirst().time(), piece.getLast().time());
    }

    /** The pieces of one run, those that are too short joined to the neighbour that they are more like. */
    private List<List<Item>> longEnough(List<List<Item>> run) {
        List<List<Item>> pieces = new ArrayList<>(run);
        for (int i = 0; i < pieces.size(); i++) {
            if (span(pieces.get(i)).compareTo(options.shortest()) >= 0) {
                continue;
            }
            if (pieces.size() == 1) {
                return List.of();
            }
            int before = closerToTheOneBefore(pieces, i) ? i - 1 : i;
            List<Item> joined = new ArrayList<>(pieces.get(before));
            joined.addAll(pieces.remove(before + 1));
            pieces.set(before, joined);
            i = -1; // what was joined may be too short still, or another neighbour's best
        }
        return pieces;
    }

    private static boolean closerToTheOneBefore(List<List<Item>> pieces, int i) {
        if (i == 0 || i == pieces.size() - 1) {
            return i > 0;
        }
        float[] centre = Activity.centre(pieces.get(i));
        return Vectors.cosine(centre, Activity.centre(pieces.get(i - 1)))
                >= Vectors.cosine(centre, Activity.centre(pieces.get(i + 1)));
    }

    /** Each text goes to the activity at its time that it is most like; texts without one are activities of their own. */
    private List<Activity> withTexts(List<List<Item>> pieces, List<Item> texts, TopicCuts topics) {
        List<List<Item>> belonging = new ArrayList<>();
        List<float[]> centres = new ArrayList<>();
        pieces.forEach(piece -> {
            belonging.add(new ArrayList<>());
            centres.add(Activity.centre(piece));
        });
        List<Item> alone = new ArrayList<>();
        for (Item text : texts) {
            int best = -1;
            double likeness = baseline.at(BELONGS);
            for (int i = 0; i < pieces.size(); i++) {
                double here = near(pieces.get(i), text.time()) ? likeness(text, pieces.get(i), centres.get(i)) : -1;
                if (here > likeness) {
                    likeness = here;
                    best = i;
                }
            }
            (best < 0 ? alone : belonging.get(best)).add(text);
        }
        List<Activity> activities = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            UUID session = pieces.get(i).getFirst().session();
            activities.add(
                    new Activity(pieces.get(i), belonging.get(i), session == null ? null : users.apply(session)));
        }
        for (List<Item> piece : alone.isEmpty() ? List.<List<Item>>of() : longEnough(cutLong(topics.cut(alone)))) {
            activities.add(new Activity(List.of(), piece, null));
        }
        activities.sort(Comparator.comparing(Activity::start));
        return activities;
    }

    /** A text is about all of an activity, or about one thing that is said in it. */
    private static double likeness(Item text, List<Item> piece, float[] centre) {
        double whole = Vectors.cosine(text.vector(), centre);
        return piece.stream()
                .mapToDouble(message -> Vectors.cosine(text.vector(), message.vector()))
                .reduce(whole, Math::max);
    }

    private boolean near(List<Item> piece, Instant time) {
        return !time.isBefore(piece.getFirst().time().minus(options.pause()))
                && !time.isAfter(piece.getLast().time().plus(options.pause()));
    }
}
