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

    /** What nobody has understood is searched for as it is. */
    private static final double LEFT_TO_SEARCH = 0.76;

    private static final double GUESSED_TABLE = 0.8;
    private static final double LEFT_OUT = 0.85;
    private static final double LEAST = 0.2;

    private final Sketch sketch;
    private final double noun;
    private final boolean searches;
    private final List<String> words;
    private final List<String> dropped;
    private boolean unsure;

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
        if (essential(sketch)) {
            unsure = true;
        }
        // A sentence that speaks of no table is searched for as it is, whatever it denies.
        boolean sentence = searches && noun < 1 && !sketch.topicMarked && sketch.conditions.isEmpty();
        List<String> negations = sentence ? List.of() : Negations.unread(sketch);
        if (!negations.isEmpty()) {
            dropped.add("nothing was excluded for '" + String.join("', '", negations) + "'");
        }
    }

    /** Whether every word has become part of a condition: then the rows that meet it are the answer, even where there are none. */
    boolean isWhole() {
        boolean conditions = !sketch.conditions.isEmpty() && (sketch.topic == null || sketch.topicMarked);
        boolean told = noun >= 1 || sketch.has(Role.VALUE);
        return conditions && told && words.isEmpty() && dropped.isEmpty() && sketch.doubt() == 1;
    }

    double confidence() {
        double best = !searches ? BEST : !sketch.topicMarked ? LEFT_TO_SEARCH : noun > 1 ? BEST : SEARCH_BEST;
        double confidence = best * sketch.doubt();
        if (noun < 1 && !sketch.has(Role.VALUE)) {
            confidence *= GUESSED_TABLE;
        }
        confidence *= Math.pow(LEFT_OUT, words.size());
        if (!dropped.isEmpty() || unsure) {
            confidence = Math.min(confidence, UNSURE);
        }
        return Math.max(LEAST, confidence);
    }

    String reasoning() {
        List<String> parts = new ArrayList<>();
        parts.add("Rows of " + sketch.table().name());
        parts.addAll(sketch.understood());
        if (sketch.topic != null && sketch.function == null) {
            parts.add(
                    sketch.topicMarked
                            ? "about '" + sketch.topic + "'"
                            : "understood as nothing else, and so searched for: '" + sketch.topic + "'");
        }
        parts.addAll(dropped);
        if (!words.isEmpty()) {
            parts.add(Plan.NOT_UNDERSTOOD + String.join(", ", words));
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
        if (unsure && searches && words.isEmpty()) {
            reasons.add("nothing is called '" + sketch.topic + "'");
        }
        if (sketch.doubt() < 1 && (sketch.has(Role.NAME) || sketch.has(Role.VALUE))) {
            reasons.add(ONLY_LIKE);
        }
        return reasons.isEmpty() ? "little of the question is in the schema" : String.join("; ", reasons);
    }

    /** Whether the statement leaves out a word without which the question is another one. */
    private static boolean essential(Sketch sketch) {
        boolean topic = sketch.function == null && sketch.topic != null && !sketch.topicMarked;
        boolean names = topic;
        for (int at = 0; at < sketch.size(); at++) {
            boolean open = sketch.isOpen(at) || isUnused(sketch, at);
            if (open && LeftOut.isEssential(sketch, at)) {
                return true;
            }
            if (topic && LeftOut.isAskedOfName(sketch, at)) {
                return true;
            }
            boolean searched =
                    sketch.role(at).filter(role -> role == Role.TOPIC).isPresent();
            names &= !searched || Vocabulary.isStopWord(sketch.token(at)) || LeftOut.isNameOrNumber(sketch, at);
        }
        return names;
    }

    /** What is computed of rows is computed of all that meet the conditions: a topic takes no part in it. */
    private static boolean isUnused(Sketch sketch, int at) {
        return sketch.function != null
                && sketch.role(at).filter(role -> role == Role.TOPIC).isPresent()
                && !Vocabulary.isStopWord(sketch.token(at));
    }

    private static List<String> notUnderstood(Sketch sketch) {
        List<String> words = new ArrayList<>();
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.isOpen(at) || isUnused(sketch, at)) {
                words.add(sketch.token(at).text());
            }
        }
        return words;
    }
}
