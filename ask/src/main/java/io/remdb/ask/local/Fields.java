package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.util.List;
import java.util.Set;

/** How well words of a question name a field. */
final class Fields {
    /** A match of the whole name. */
    static final int NAME = 4;

    /** The last word of the name, or its only telling one. */
    static final int HEAD = 3;

    static final int SYNONYM = 2;
    static final int DESCRIBED = 1;

    private static final Set<String> UNTELLING = Set.of(
            "at", "on", "date", "time", "id", "name", "is", "has", "of", "by", "key", "value", "number", "timestamp");

    private static final int SHORTEST_BEGINNING = 4;

    private Fields() {}

    /** Whether a field goes by one of some nouns: its name first. */
    static boolean speaksOf(FieldInfo field, Set<String> nouns) {
        for (String word : field.name().split(" ")) {
            if (nouns.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** How well the word at a place, with those after it, names a field: 0 not at all, to {@link #NAME}. */
    static int match(FieldInfo field, Sketch sketch, int at) {
        if (at < 0 || at >= sketch.size() || !sketch.token(at).is(Kind.WORD)) {
            return 0;
        }
        Token token = sketch.token(at);
        List<String> name = List.of(field.name().split(" "));
        if (stands(sketch, at, name)) {
            return NAME;
        }
        String lemma = token.lemma();
        if (Vocabulary.isStopWord(token)
                && !(Vocabulary.maySayField(lemma) && name.getLast().equals(lemma))) {
            return 0;
        }
        for (String word : name) {
            boolean telling = !UNTELLING.contains(word)
                    || (Vocabulary.maySayField(word) && name.getLast().equals(word));
            if (telling && (word.equals(lemma) || Lemmas.stem(word).equals(Lemmas.stem(lemma)))) {
                return HEAD;
            }
        }
        for (String word : name) {
            boolean begins = lemma.length() >= SHORTEST_BEGINNING && word.startsWith(lemma);
            if (!UNTELLING.contains(word) && (begins || Vocabulary.areSynonyms(lemma, word))) {
                return SYNONYM;
            }
        }
        return field.words().contains(lemma) && !sketch.table().words().contains(lemma) ? DESCRIBED : 0;
    }

    /** How many words the longest name takes that stands at a place; 1 for one that matches otherwise. */
    static int length(FieldInfo field, Sketch sketch, int at) {
        List<String> name = List.of(field.name().split(" "));
        return stands(sketch, at, name) ? name.size() : 1;
    }

    private static boolean stands(Sketch sketch, int at, List<String> name) {
        for (int i = 0; i < name.size(); i++) {
            if (!sketch.lemma(at + i).equals(name.get(i))) {
                return false;
            }
        }
        return true;
    }
}
