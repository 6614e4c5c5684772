package io.remdb.search;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.util.automaton.CompiledAutomaton;

/** A text that keys are looked for by, with the automata that take longer to make than to run in a table. One thread at a time. */
public final class KeyQuery {
    private record Pattern(String term, int errors) {}

    private final KeyText text;
    private final Map<Pattern, CompiledAutomaton> automata = new HashMap<>();

    private KeyQuery(KeyText text) {
        this.text = text;
    }

    /** Keys like {@code text} are looked for. */
    public static KeyQuery of(String text) {
        return new KeyQuery(KeyText.of(text));
    }

    KeyText text() {
        return text;
    }

    /**
     * Accepts the terms within a number of errors.
     *
     * @param exactLength so many characters at the beginning, always the same for a term, are without errors
     */
    CompiledAutomaton automaton(String term, int exactLength, int errors) {
        return automata.computeIfAbsent(
                new Pattern(term, errors), _ -> FuzzyQuery.getFuzzyAutomaton(term, errors, exactLength, true));
    }
}
