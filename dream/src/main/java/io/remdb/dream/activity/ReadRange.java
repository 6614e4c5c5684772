package io.remdb.dream.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

/**
 * What is read for a window, so that what goes on over its edges is seen whole: on both sides as far as sessions are under way there without a pause,
 * and a pause more, since a text may belong to an activity so long before and after it.
 *
 * @param from where reading begins
 * @param until before which it ends
 * @param pause messages of one session that are further apart belong to different activities
 * @param wholeStart whether all that is under way at the start of the window was followed to its beginning
 * @param wholeEnd whether all that is under way at its end was followed to its end
 */
public record ReadRange(Instant from, Instant until, Duration pause, boolean wholeStart, boolean wholeEnd) {
    private static final Duration FIRST_LOOK = Duration.ofHours(1);

    /** What goes on for longer without a pause is not somebody's day. */
    private static final Duration FURTHEST = Duration.ofHours(16);

    private static final UUID NO_SESSION = new UUID(0, 0);
    private static final UUID TEXTS = new UUID(0, 1);

    /** What is to be read for the time from {@code start} until before {@code end}. */
    public static ReadRange of(ActivityReader reader, Instant start, Instant end, Duration pause) {
        Duration look = FIRST_LOOK.compareTo(pause) > 0 ? FIRST_LOOK : pause.multipliedBy(2);
        Instant from = begun(reader, start.minus(look), start, pause);
        while (!longer(start.minus(look), from, pause) && look.compareTo(FURTHEST) < 0) {
            look = look.multipliedBy(2);
            from = begun(reader, start.minus(look), start, pause);
        }
        Instant furthest = end.plus(FURTHEST);
        Instant last = ended(reader, end, furthest, pause);
        return new ReadRange(
                from.minus(pause),
                last.plus(pause),
                pause,
                longer(start.minus(look), from, pause),
                longer(last, furthest, pause));
    }

    /** Whether an activity was read from its beginning to its end. */
    public boolean whole(Activity activity) {
        return (wholeStart || longer(from, activity.start(), pause.multipliedBy(2)))
                && (wholeEnd || longer(activity.end(), until, pause.multipliedBy(2)));
    }

    private static boolean longer(Instant from, Instant to, Duration pause) {
        return Duration.between(from, to).compareTo(pause) > 0;
    }

    private record Run(Instant first, Instant last) {}

    /** When the first of what is under way at an instant began, as far as it is to be seen from another on. */
    private static Instant begun(ActivityReader reader, Instant from, Instant at, Duration pause) {
        Map<UUID, Run> runs = new HashMap<>();
        reader.readTexts(from, at).forEachRemaining(item -> {
            Run run = runs.get(key(item));
            Instant first = run == null || longer(run.last, item.time(), pause) ? item.time() : run.first;
            runs.put(key(item), new Run(first, item.time()));
        });
        return runs.values().stream()
                .filter(run -> !longer(run.last, at, pause))
                .map(Run::first)
                .min(Instant::compareTo)
                .orElse(at);
    }

    /** When the last of what is under way at an instant ended, as far as it is to be seen until another. */
    private static Instant ended(ActivityReader reader, Instant at, Instant until, Duration pause) {
        Map<UUID, Instant> underWay = new HashMap<>();
        reader.readTexts(at.minus(pause), at).forEachRemaining(item -> underWay.put(key(item), item.time()));
        Instant end = at;
        Iterator<Item> items = reader.readTexts(at, until);
        while (!underWay.isEmpty() && items.hasNext()) {
            Item item = items.next();
            underWay.values().removeIf(last -> longer(last, item.time(), pause));
            if (underWay.containsKey(key(item))) {
                underWay.put(key(item), item.time());
                end = item.time();
            }
        }
        return end;
    }

    private static UUID key(Item item) {
        UUID session = item.session();
        return item.message() ? session == null ? NO_SESSION : session : TEXTS;
    }
}
