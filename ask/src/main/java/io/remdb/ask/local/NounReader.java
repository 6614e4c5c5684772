package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import java.util.Optional;
import java.util.Set;

/** Reads the words for the table itself and for its fields. */
final class NounReader {
    private static final double EXACT = 3;
    static final double HEAD = 2;
    private static final double SYNONYM = 1.6;
    private static final double DESCRIBED = 0.4;
    private static final double MOST_DESCRIBED = 1.2;
    private static final double VERB = 0.8;
    private static final double PERSON = 2.5;
    private static final double FIRST_NOUN = 2;
    private static final Set<String> PERSONS = Set.of(
            "who", "whom", "whose", "everybody", "everyone", "anybody", "anyone", "somebody", "someone", "nobody");

    /** How much the question speaks of the table; takes its nouns. */
    double nouns(Sketch sketch) {
        TableInfo table = sketch.table();
        double best = 0;
        double described = 0;
        for (int at = 0; at < sketch.size(); at++) {
            if (!sketch.token(at).is(Kind.WORD)
                    || sketch.role(at)
                            .filter(role -> role == Role.TOPIC || role == Role.VALUE)
                            .isPresent()) {
                continue;
            }
            double weight = weight(sketch, table, at);
            if (weight > 0) {
                boolean subject = !isDistributed(sketch, at);
                boolean first = subject && isFirstNoun(sketch, at);
                best = Math.max(best, subject ? weight + (first ? FIRST_NOUN : 0) : weight / 2);
                if (weight >= VERB) {
                    int length = table.noun().split(" ").length;
                    int start = sketch.lemma(at).equals(table.head()) ? Math.max(0, at - length + 1) : at;
                    boolean whole = weight >= EXACT;
                    sketch.take(whole ? start : at, at + 1, Role.TABLE);
                }
            } else if (table.words().contains(sketch.lemma(at)) && !Vocabulary.isStopWord(sketch.token(at))) {
                described += DESCRIBED;
            }
        }
        return best + Math.min(described, MOST_DESCRIBED);
    }

    /** {@code per order}, {@code for every order}: what is asked for is something else. */
    private static boolean isDistributed(Sketch sketch, int at) {
        String before = sketch.word(at - 1);
        boolean each = before.equals("each") || before.equals("every");
        return before.equals("per")
                || before.equals("by")
                || (each
                        && Set.of("for", "in", "of", "at", "per", "did", "does").contains(sketch.word(at - 2)));
    }

    static double weight(Sketch sketch, TableInfo table, int at) {
        String lemma = sketch.lemma(at);
        if (lemma.equals(table.head())) {
            boolean whole = table.head().equals(table.noun()) || precededBy(sketch, at, table.noun());
            return whole ? EXACT : HEAD;
        }
        if (PERSONS.contains(sketch.word(at))) {
            return Vocabulary.areSynonyms("person", table.head()) || Vocabulary.areSynonyms("customer", table.head())
                    ? PERSON
                    : 0;
        }
        if (Vocabulary.isStopWord(sketch.token(at))) {
            return 0;
        }
        if (Vocabulary.synonyms(lemma).contains(table.head()) || Misspelling.is(lemma, table.head())) {
            return SYNONYM;
        }
        // "ordered" speaks of orders, but does not ask for them.
        return Vocabulary.areSynonyms(lemma, table.head()) ? VERB : 0;
    }

    private static boolean precededBy(Sketch sketch, int at, String noun) {
        String[] words = noun.split(" ");
        for (int i = 1; i < words.length; i++) {
            if (!sketch.lemma(at - i).equals(words[words.length - 1 - i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFirstNoun(Sketch sketch, int at) {
        for (int before = 0; before < at; before++) {
            int place = before;
            boolean other = sketch.domain().tables().stream()
                    .filter(table -> !table.name().equals(sketch.table().name()))
                    .anyMatch(table -> sketch.lemma(place).equals(table.head()));
            if (other && !isDistributed(sketch, before)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the words for fields that nobody else wanted: the question asks for what they hold. */
    void fields(Sketch sketch) {
        described(sketch);
        for (int at = 0; at < sketch.size(); at++) {
            if (!sketch.free(at) || !sketch.token(at).is(Kind.WORD)) {
                continue;
            }
            int place = at;
            Optional<FieldInfo> field = sketch.table().fields().stream()
                    .filter(info -> Fields.match(info, sketch, place) >= Fields.SYNONYM)
                    .max(java.util.Comparator.comparingInt(info -> Fields.match(info, sketch, place)));
            if (field.isPresent()
                    && (Fields.match(field.get(), sketch, at) == Fields.NAME
                            || !Vocabulary.isStopWord(sketch.token(at)))) {
                int end = at + Fields.length(field.get(), sketch, at);
                sketch.take(at, end, Role.FIELD);
                if (Fields.match(field.get(), sketch, at) >= Fields.HEAD && !sketch.projected.contains(field.get())) {
                    sketch.projected.add(field.get());
                }
                at = end - 1;
            }
        }
    }

    /** Words of the description of a field that the question restricts or measures say nothing new. */
    private static void described(Sketch sketch) {
        for (FieldInfo field : sketch.table().fields()) {
            boolean used = field.equals(sketch.measured)
                    || sketch.conditions.stream()
                            .anyMatch(condition ->
                                    condition.column().equals(field.field().name()));
            for (int at = 0; used && at < sketch.size(); at++) {
                if (sketch.isOpen(at) && field.words().contains(sketch.lemma(at))) {
                    sketch.take(at, at + 1, Role.FIELD);
                }
            }
        }
    }
}
