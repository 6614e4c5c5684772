package io.remdb.ask.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What occurs in the fields of a table, by its words. */
final class ValueDictionary {
    /** The most words of a value that a question may name. */
    static final int LONGEST = 8;

    private final Map<String, List<Occurrence>> byWords = new HashMap<>();
    private int longest;

    /** A value of a field. */
    record Occurrence(FieldInfo field, String value) {}

    void add(FieldInfo field, String value) {
        String words = Tokens.normal(value);
        int length = words.isEmpty() ? 0 : words.split(" ").length;
        if (length > 0 && length <= LONGEST) {
            List<Occurrence> occurrences = byWords.computeIfAbsent(words, ignored -> new ArrayList<>());
            Occurrence occurrence = new Occurrence(field, value);
            if (!occurrences.contains(occurrence)) {
                occurrences.add(occurrence);
            }
            longest = Math.max(longest, length);
        }
    }

    /** The values that have these base forms, in this order. */
    List<Occurrence> of(String words) {
        return byWords.getOrDefault(words, List.of());
    }

    /** The words of all values. */
    Iterable<String> keys() {
        return byWords.keySet();
    }

    /** The most words that a value has. */
    int longest() {
        return longest;
    }
}
