package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import io.remdb.ask.local.ValueDictionary.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names of which a question says a part: the surname of an author, the first name of a customer. */
final class PartialNames {
    /** How sure it is that the part stands for the whole, where only one has it. */
    static final double LIKELY = 0.9;

    /** A part that more values have says nothing. */
    private static final int MOST = 20;

    /** The longest lower-case word within a name: {@code van}, {@code de la}. */
    private static final int PARTICLE = 3;

    private static final int LONGEST_NAME = 5;

    private PartialNames() {}

    /**
     * What may be meant.
     *
     * @param end after its last token
     * @param whole the names that have these words, of one field
     */
    record Part(int start, int end, List<Occurrence> whole) {}

    /** The values of a table that may be meant by the name that begins at a token. */
    static Optional<Part> at(Sketch sketch, TableInfo table, int start) {
        int end = start;
        while (end < sketch.size() && sketch.free(end) && isProper(sketch.tokens(), end)) {
            end++;
        }
        if (start > 1 && sketch.free(start - 1) && isProper(sketch.tokens(), start - 1)) {
            return Optional.empty();
        }
        // "Anna Smith" is nobody of whom only "Anna" is known.
        List<Occurrence> found = end == start ? List.of() : whole(table.values(), sketch.tokens(), start, end);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FieldInfo field = best(found);
        return Optional.of(new Part(
                start,
                end,
                found.stream().filter(one -> one.field().equals(field)).toList()));
    }

    private static FieldInfo best(List<Occurrence> found) {
        return found.stream()
                .map(Occurrence::field)
                .filter(field -> field.field().indexed())
                .findFirst()
                .orElse(found.getFirst().field());
    }

    /** The names that have all these words among others; none where there are too many. */
    static List<Occurrence> whole(ValueDictionary dictionary, List<Token> tokens, int start, int end) {
        List<String> words = new ArrayList<>();
        for (int at = start; at < end; at++) {
            words.add(Tokens.normal(tokens.get(at).text()));
        }
        List<Occurrence> found = dictionary.containing(words).stream()
                .filter(one -> !one.field().isArray() && isName(one.value()))
                .toList();
        return found.size() > MOST ? List.of() : found;
    }

    /** Whether a word is part of a name: it has a capital letter within a sentence, or stands for who has made something. */
    static boolean isProper(List<Token> tokens, int at) {
        Token token = tokens.get(at);
        if (!token.is(Kind.WORD) || Vocabulary.isStopWord(token) || TimeWords.isName(token)) {
            return false;
        }
        boolean agent = at > 0 && tokens.get(at - 1).lower().equals("by");
        return token.capitalised() || agent;
    }

    /** A few words with capital letters: not a remark. */
    private static boolean isName(String value) {
        String[] words = value.split(" ");
        for (String word : words) {
            if (word.length() > PARTICLE && !Character.isUpperCase(word.codePointAt(0))) {
                return false;
            }
        }
        return words.length <= LONGEST_NAME;
    }
}
