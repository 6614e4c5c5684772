package io.remdb.ask.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What occurs in the fields of a table, by its words. */
final class ValueDictionary {
    /** The most words of a value that a question may name. */
    static final int LONGEST = 8;

    /** People say the second half. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("(?:application|text|image|audio|video)/(?:x-)?([a-z0-9]+)");

    private final Map<String, List<Occurrence>> byWords = new HashMap<>();
    private int longest;

    /** A value of a field. */
    record Occurrence(FieldInfo field, String value) {}

    void add(FieldInfo field, String value) {
        add(field, value, Tokens.normal(value));
        Matcher media = MEDIA_TYPE.matcher(value);
        if (media.matches()) {
            add(field, value, Tokens.normal(media.group(1)));
        }
    }

    private void add(FieldInfo field, String value, String words) {
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

    /** The values of a field, in order. */
    List<String> of(FieldInfo field) {
        return byWords.values().stream()
                .flatMap(List::stream)
                .filter(occurrence -> occurrence.field().equals(field))
                .map(Occurrence::value)
                .distinct()
                .sorted()
                .toList();
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
