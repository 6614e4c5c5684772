package io.remdb.dream.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that was about one matter: messages of one session and what was read or written meanwhile, or only the latter.
 *
 * @param messages in order of time
 * @param resources in order of time; not empty where there are no messages
 * @param user who has the session, as it says; null where it does not
 */
public record Activity(
        List<Item> messages, List<Item> resources, @Nullable String user) {
    public Activity {
        messages = List.copyOf(messages);
        resources = List.copyOf(resources);
        if (messages.isEmpty() && resources.isEmpty()) {
            throw new IllegalArgumentException("Nothing is no activity");
        }
    }

    /** What it is told by: its messages, else its resources. */
    public List<Item> told() {
        return messages.isEmpty() ? resources : messages;
    }

    /** All of it. */
    public List<Item> items() {
        List<Item> all = new ArrayList<>(messages);
        all.addAll(resources);
        return all;
    }

    /** When the first of what it is told by was said. */
    public Instant start() {
        return told().getFirst().time();
    }

    /** When the last of what it is told by was said. */
    public Instant end() {
        return told().getLast().time();
    }

    /** How long it took. */
    public Duration duration() {
        return Duration.between(start(), end());
    }

    /** Where its messages were said; null where it has none. */
    public @Nullable UUID session() {
        return messages.isEmpty() ? null : messages.getFirst().session();
    }

    /** What it is about: the mean of what it is told by, long texts counting more, of unit length. */
    public float[] centre() {
        return centre(told());
    }

    /** The mean of some items, long texts counting more, of unit length. */
    public static float[] centre(List<Item> items) {
        float[] weights = new float[items.size()];
        for (int i = 0; i < weights.length; i++) {
            // The root, so that one long text among short ones does not decide alone.
            weights[i] = (float) Math.sqrt(Math.max(1, items.get(i).text().length()));
        }
        return Vectors.mean(items.stream().map(Item::vector).toList(), weights);
    }
}
