package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import java.util.Optional;
import java.util.Set;

/** Reads what the rows are to be about: what stands after {@code about}, else the words that nobody else has understood. */
final class TopicReader {
    private static final Set<String> MARKERS = Set.of(
            "about",
            "regarding",
            "concerning",
            "mentioning",
            "mention",
            "mentions",
            "mentioned",
            "discussing",
            "discuss",
            "discusses",
            "discussed",
            "covering",
            "describing",
            "explaining",
            "explain",
            "explains",
            "describe",
            "describes",
            "containing",
            "on",
            "for");
    private static final Set<String> WEAK = Set.of("on", "for", "against");
    private static final Set<String> SEARCHING = Set.of("search", "look", "hunt", "scan");
    private static final Set<String> ENDS = Set.of("sorted", "ordered", ";");
    private static final Set<String> STATES = Set.of("is", "are", "was", "were", "have", "has", "do", "does");

    /** Marks the words after {@code about}, before others look for values in them. */
    void mark(Sketch sketch) {
        if (!sketch.table().searchable()) {
            return;
        }
        for (int at = 0; at + 1 < sketch.size(); at++) {
            String word = sketch.word(at);
            boolean marks =
                    (MARKERS.contains(word) && !WEAK.contains(word)) || (word.equals("for") && searches(sketch, at));
            if (!sketch.free(at) || !marks) {
                continue;
            }
            int end = at + 1;
            while (end < sketch.size() && sketch.free(end) && !isClause(sketch, end) && !isEnd(sketch, end)) {
                end++;
            }
            if (end > at + 1
                    && meansSomething(sketch, at + 1, end)
                    && !isWhole(sketch, at + 1, end)
                    && !isWhole(sketch, at + 1, relative(sketch, at + 1, end))) {
                sketch.topic = sketch.text(trimmed(sketch, at + 1, end), end);
                sketch.topicMarked = true;
                sketch.take(at, end, Role.TOPIC);
                return;
            }
        }
    }

    /** Where a relative clause begins, or the end. */
    private static int relative(Sketch sketch, int start, int end) {
        for (int at = start + 1; at < end; at++) {
            if (Set.of("that", "which", "who").contains(sketch.word(at))) {
                return at;
            }
        }
        return end;
    }

    /** What says more about the rows, not about the topic: {@code that are tagged}, {@code sorted by}. */
    private static boolean isClause(Sketch sketch, int at) {
        String word = sketch.word(at);
        boolean relative = Set.of("that", "which", "where").contains(word) && STATES.contains(sketch.word(at + 1));
        return relative || ENDS.contains(word) || isFilter(sketch, at);
    }

    /** {@code in the biology section}: a value of a field that has few. */
    private static boolean isFilter(Sketch sketch, int at) {
        if (!sketch.word(at).equals("in")) {
            return false;
        }
        int next = sketch.word(at + 1).equals("the") ? at + 2 : at + 1;
        return next < sketch.size()
                && sketch.table().values().of(Tokens.normal(sketch.token(next).text())).stream()
                        .anyMatch(occurrence -> !occurrence.field().isArray());
    }

    /** {@code search X for Y}, {@code looking for Y}. */
    private static boolean searches(Sketch sketch, int at) {
        for (int before = 0; before < at; before++) {
            if (SEARCHING.contains(sketch.lemma(before)) || SEARCHING.contains(Lemmas.stem(sketch.lemma(before)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEnd(Sketch sketch, int at) {
        return sketch.token(at).text().matches("[?!.,;]")
                && (at + 1 == sketch.size() || !sketch.token(at).text().equals("."));
    }

    private static int trimmed(Sketch sketch, int start, int end) {
        int from = start;
        while (from < end - 1 && Set.of("the", "a", "an", "any", "some").contains(sketch.word(from))) {
            from++;
        }
        return from;
    }

    private static boolean meansSomething(Sketch sketch, int start, int end) {
        for (int at = start; at < end; at++) {
            if (!Vocabulary.isStopWord(sketch.token(at))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the words are a value, or the name of a row: then nothing has to be searched for. */
    private static boolean isWhole(Sketch sketch, int start, int end) {
        int from = trimmed(sketch, start, end);
        for (Anchor anchor : sketch.anchors()) {
            if (anchor.start() <= from + 1 && anchor.end() >= end - 1 && anchor.length() >= end - from - 1) {
                return true;
            }
        }
        return !sketch.table()
                .values()
                .of(Tokens.normal(sketch.text(from, end)))
                .isEmpty();
    }

    /** Makes the words that are left a topic. */
    void rest(Sketch sketch) {
        if (!sketch.table().searchable() || sketch.topic != null) {
            return;
        }
        int first = -1;
        int last = -1;
        int open = 0;
        boolean telling = false;
        for (int at = 0; at < sketch.size(); at++) {
            if (sketch.isOpen(at)) {
                telling |= !Vocabulary.isCommon(sketch.lemma(at))
                        && !sketch.table().words().contains(sketch.lemma(at));
                first = first < 0 ? at : first;
                last = at;
                open++;
            }
        }
        boolean restricted = !sketch.conditions.isEmpty() || sketch.ordering != null;
        if (first < 0 || (restricted && (!telling || (open == 1 && isVerb(sketch, first))))) {
            return;
        }
        StringBuilder topic = new StringBuilder();
        int from = first;
        for (int at = first; at <= last + 1; at++) {
            boolean taken = at > last || sketch.role(at).isPresent();
            if (taken) {
                if (at > from) {
                    String part = sketch.text(from, at);
                    if (meansSomething(sketch, from, at)) {
                        topic.append(topic.isEmpty() ? "" : " ").append(part);
                    }
                }
                from = at + 1;
            }
        }
        sketch.topic = topic.toString();
        for (int at = first; at <= last; at++) {
            sketch.take(at, at + 1, Role.TOPIC);
        }
    }

    /** {@code that passed}, {@code taken in}: a verb that only joins what was understood. */
    private static boolean isVerb(Sketch sketch, int at) {
        boolean form = sketch.word(at).endsWith("ed") || sketch.word(at).endsWith("ing");
        boolean relative = Set.of("that", "which", "who").contains(sketch.word(at - 1));
        return form || relative;
    }

    /** The question without what asks for it, as a text to search for. */
    static Optional<String> wholeQuestion(String question) {
        String text = question.strip().replaceAll("[?!.]+$", "").strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
