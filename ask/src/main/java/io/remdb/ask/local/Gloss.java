package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the description of a field says about one of its values: {@code on_hold is paused}, {@code 0 is sold out},
 * {@code footwear has shoes and boots}; of a boolean, what it is about when it is true.
 *
 * @param words the base forms that stand for the value
 * @param all whether a question must have all of them; else one is enough
 * @param pattern the condition with {@code {}} in the place of the column
 * @param opposite the condition that it is not so
 */
record Gloss(FieldInfo field, Set<String> words, boolean all, String pattern, String opposite) {
    private static final int FEWEST_LETTERS = 3;
    private static final Set<String> UNTELLING = Set.of(
            "whether",
            "such",
            "one",
            "other",
            "part",
            "row",
            "which",
            "both",
            "wait",
            "person",
            "people",
            "customer",
            "article",
            "it",
            "its",
            "longer",
            "day",
            "time",
            "place",
            "state",
            "result",
            "level",
            "number",
            "take");

    /** What the description of a field says about its values. */
    static List<Gloss> of(FieldInfo field) {
        List<Gloss> glosses = new ArrayList<>();
        String description = field.field().description();
        if (field.isBoolean()) {
            Set<String> words = telling(description);
            words.removeAll(Set.of(field.name().split(" ")));
            if (!words.isEmpty()) {
                String so = "{} = TRUE";
                String notSo = "({} IS NULL OR {} = FALSE)";
                // "whether it is no longer made": who says that it is made says the opposite.
                boolean negative = Tokens.of(description).stream().anyMatch(token -> Negations.is(token.lower()));
                glosses.add(
                        negative ? new Gloss(field, words, true, notSo, so) : new Gloss(field, words, true, so, notSo));
            }
            return glosses;
        }
        for (String clause : description.split("[;,.]|\\band(?= \\w+ (?:is|has|are)\\b)")) {
            ofClause(field, clause.strip(), glosses);
        }
        return glosses;
    }

    private static void ofClause(FieldInfo field, String clause, List<Gloss> glosses) {
        List<Token> tokens = Tokens.of(clause);
        if (tokens.isEmpty()) {
            return;
        }
        Token first = tokens.getFirst();
        String rest = clause.substring(first.end());
        if (field.isNumber() && first.is(Kind.NUMBER) && rest.startsWith(" is ")) {
            Set<String> words = new LinkedHashSet<>();
            Tokens.of(rest.substring(" is ".length())).forEach(token -> words.add(token.lemma()));
            glosses.add(new Gloss(field, words, true, "{} = " + first.lemma(), "{} <> " + first.lemma()));
        }
        for (String value : field.field().enumValues()) {
            boolean leads = clause.startsWith(value + " ");
            Set<String> words = telling(leads ? clause.substring(value.length()) : "");
            if (!words.isEmpty()) {
                String text = Sql.text(value);
                glosses.add(new Gloss(field, words, false, "{} = " + text, "{} <> " + text));
            }
        }
    }

    private static Set<String> telling(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (Token token : Tokens.of(text)) {
            boolean tells = token.is(Kind.WORD)
                    && token.text().length() >= FEWEST_LETTERS
                    && !Vocabulary.isStopWord(token)
                    && !UNTELLING.contains(token.lemma());
            if (tells) {
                words.add(token.lemma());
            }
        }
        return words;
    }

    /** The places of the words in a question that say it; empty when it does not. */
    Set<Integer> in(Sketch sketch) {
        Set<Integer> places = new LinkedHashSet<>();
        Set<String> said = new HashSet<>();
        for (int at = 0; at < sketch.size(); at++) {
            for (String word : words) {
                boolean same = sketch.token(at).is(Kind.WORD)
                        && (sketch.lemma(at).equals(word)
                                || Lemmas.stem(sketch.lemma(at)).equals(Lemmas.stem(word)));
                // "made by X" speaks of X.
                boolean agent = sketch.word(at + 1).equals("by");
                if (same && !agent && sketch.free(at) && !namesOther(sketch, at)) {
                    places.add(at);
                    said.add(word);
                }
            }
        }
        return (all ? said.containsAll(words) : !said.isEmpty()) ? places : Set.of();
    }

    /** Whether a word is the name of another field. */
    private boolean namesOther(Sketch sketch, int at) {
        return sketch.table().fields().stream()
                .anyMatch(other -> !other.equals(field) && Fields.match(other, sketch, at) >= Fields.HEAD);
    }
}
