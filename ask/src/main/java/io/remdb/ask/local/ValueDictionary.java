package io.remdb.ask.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, List<Occurrence>> byWord = new HashMap<>();
    private final Map<String, String> wordByStem = new HashMap<>();
    private final Map<Character, List<String>> wordsByLetter = new HashMap<>();
    private final Map<FieldInfo, List<String>> complete = new HashMap<>();
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

    /** Adds the values of a field, once there are no others. */
    void addAll(FieldInfo field, List<String> values) {
        values.forEach(value -> add(field, value));
        complete.put(field, values.stream().distinct().sorted().toList());
    }

    private void add(FieldInfo field, String value, String written) {
        String words = Lemmas.withoutAccents(written);
        int length = words.isEmpty() ? 0 : words.split(" ").length;
        if (length == 0 || length > LONGEST) {
            return;
        }
        List<Occurrence> occurrences = byWords.computeIfAbsent(words, ignored -> new ArrayList<>());
        if (occurrences.isEmpty() && length == 1) {
            wordByStem.putIfAbsent(Lemmas.stem(words), words);
        }
        if (occurrences.isEmpty()) {
            wordsByLetter
                    .computeIfAbsent(words.charAt(0), ignored -> new ArrayList<>())
                    .add(words);
        }
        Occurrence occurrence = new Occurrence(field, value);
        if (!occurrences.contains(occurrence)) {
            occurrences.add(occurrence);
            if (length > 1) {
                for (String word : new LinkedHashSet<>(List.of(words.split(" ")))) {
                    byWord.computeIfAbsent(word, ignored -> new ArrayList<>()).add(occurrence);
                }
            }
        }
        longest = Math.max(longest, length);
    }

    /** The values that have these base forms, in this order, with accents or without. */
    List<Occurrence> of(String words) {
        return byWords.getOrDefault(Lemmas.withoutAccents(words), List.of());
    }

    /** The values that have all of these base forms among others: a surname is that of everybody who bears it. */
    List<Occurrence> containing(List<String> words) {
        List<Occurrence> found = null;
        for (String word : words) {
            List<Occurrence> having = byWord.getOrDefault(Lemmas.withoutAccents(word), List.of());
            found = found == null
                    ? having
                    : found.stream().filter(having::contains).toList();
        }
        return found == null ? List.of() : found;
    }

    /** All values of a field, in order; empty where there are others, or may be. */
    Optional<List<String>> all(FieldInfo field) {
        return Optional.ofNullable(complete.get(field));
    }

    /** The values that are one word, which has the stem of another one. */
    List<Occurrence> ofStem(String stem) {
        String word = wordByStem.get(stem);
        return word == null ? List.of() : of(word);
    }

    /** The words of the values that begin with a letter. */
    List<String> beginningWith(char letter) {
        return wordsByLetter.getOrDefault(letter, List.of());
    }

    /** The most words that a value has. */
    int longest() {
        return longest;
    }
}
