package io.remdb.search;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/** A text that keys are looked for by, with the automata that take longer to make than to run in a table. One thread at a time. */
public final class KeyQuery {
    private record Pattern(String term, int errors) {}

    private static final int LARGEST_BYTE = 0xFF;

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
                new Pattern(term, errors),
                _ -> KeyText.isAscii(term)
                        ? ofBytes(term, exactLength, errors)
                        : FuzzyQuery.getFuzzyAutomaton(term, errors, exactLength, true));
    }

    /** A letter is a byte: the automaton of letters need not become one of bytes, which is most of the time it takes to make. */
    private static CompiledAutomaton ofBytes(String term, int exactLength, int errors) {
        int[] word = term.substring(exactLength).chars().toArray();
        Automaton automaton =
                new LevenshteinAutomata(word, LARGEST_BYTE, true).toAutomaton(errors, term.substring(0, exactLength));
        return new CompiledAutomaton(automaton, true, false, true);
    }
}
