package io.remdb.ask.local;

import io.remdb.ask.Plan;
import io.remdb.ask.local.Sketch.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How sure it is that a statement asks what the question asks, and why it is not surer. */
final class Judgement {
    /** The confidence in a statement for which every word was understood. */
    static final double BEST = 0.95;

    /** The most confidence in a statement that leaves something out. */
    static final double UNSURE = 0.5;

    static final String ONLY_LIKE = "a name in it is only like one that there is";

    private static final double SEARCH_BEST = 0.85;
    private static final double GUESSED_TABLE = 0.8;
    private static final double LEFT_OUT = 0.85;
    private static final double LEAST = 0.2;

    private final Sketch sketch;
    private final double noun;
    private final boolean searches;
    private final List<String> words;
    private final List<String> dropped;

    /**
     * Judges what was made of a question.
     *
     * @param noun how much the question speaks of the table
     * @param searches whether the statement searches
     */
    Judgement(Sketch sketch, double noun, boolean searches) {
        this.sketch = sketch;
        this.noun = noun;
        this.searches = searches;
        this.words = notUnderstood(sketch);
        this.dropped = new ArrayList<>(sketch.dropped());
        if (sketch.function != null && sketch.topicMarked) {
            dropped.add("what is counted or computed is so of all rows, not of those about '" + sketch.topic + "'");
        }
        // A sentence that speaks of no table is searched for as it is, whatever it denies.
        boolean sentence = searches && noun < 1 && !sketch.topicMarked && sketch.conditions.isEmpty();
        List<String> negations = sentence ? List.of() : Negations.unread(sketch);
        if (!negations.isEmpty()) {
            dropped.add("nothing was excluded for '" + String.join("', '", negations) + "'");
        }
    }

    double confidence() {
        double confidence = (searches && !(sketch.topicMarked && noun > 1) ? SEARCH_BEST : BEST) * sketch.doubt();
        if (noun < 1 && !sketch.has(Role.VALUE)) {
            confidence *= GUESSED_TABLE;
        }
        confidence *= Math.pow(LEFT_OUT, words.size());
        if (!dropped.isEmpty()) {
            confidence = Math.min(confidence, UNSURE);
        }
        return Math.max(LEAST, confidence);
    }

    String reasoning() {
        List<String> parts = new ArrayList<>();
        parts.add("Rows of " + sketch.table().name());
        parts.addAll(sketch.understood());
        if (sketch.topic != null && sketch.function == null) {
            parts.add("about '" + sketch.topic + "'");
        }
        parts.addAll(dropped);
        if (!words.isEmpty()) {
            parts.add("not understood: " + String.join(", ", words));
        }
        return String.join("; ", parts);
    }

    /** Why the confidence is low; null where it is not. */
    @Nullable
    String explanation() {
        if (confidence() >= Plan.CONFIDENT) {
            return null;
        }
        List<String> reasons = new ArrayList<>(dropped);
        if (noun < 1) {
            reasons.add("the question names no table");
        }
        if (!words.isEmpty()) {
            reasons.add("nothing fits " + String.join(", ", words));
        }
        if (sketch.doubt() < 1) {
            reasons.add(ONLY_LIKE);
        }
        return reasons.isEmpty() ? "little of the question is in the schema" : String.join("; ", reasons);
    }

    private static List<String> notUnderstood(Sketch sketch) {
        List<String> words = new ArrayList<>();
        for (int at = 0; at < sketch.size(); at++) {
            // What is computed of rows is computed of all that meet the conditions: a topic takes no part in it.
            boolean unused = sketch.function != null
                    && sketch.role(at).filter(role -> role == Role.TOPIC).isPresent()
                    && !Vocabulary.isStopWord(sketch.token(at));
            if (sketch.isOpen(at) || unused) {
                words.add(sketch.token(at).text());
            }
        }
        return words;
    }
}
