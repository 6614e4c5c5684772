package io.remdb.ingest.chunk;

import java.util.List;

/**
 * The end of a chunk that the next one begins with.
 *
 * @param start its first character
 * @param tokens how much it counts; 0 for none
 */
record Overlap(int start, int tokens) {
    static final Overlap NONE = new Overlap(0, 0);

    /** As many whole atoms as fit; of a long last sentence as many words. Never a heading. */
    static Overlap of(String text, List<Atom> chunk, int mostTokens, Measure measure) {
        int tokens = 0;
        int start = 0;
        for (int i = chunk.size() - 1; i > 0; i--) {
            Atom atom = chunk.get(i);
            if (atom.heading() || tokens + atom.tokens() > mostTokens) {
                break;
            }
            tokens += atom.tokens();
            start = atom.start();
        }
        if (tokens > 0 || chunk.isEmpty()) {
            return new Overlap(start, tokens);
        }
        Atom last = chunk.getLast();
        return last.prose() ? words(text, last, mostTokens, measure) : NONE;
    }

    private static Overlap words(String text, Atom atom, int mostTokens, Measure measure) {
        int tokens = 0;
        int start = atom.end();
        while (true) {
            int word = Words.start(text, start, atom.start());
            int wordTokens = word == start ? 0 : measure.of(text.substring(word, start));
            // All of the atom is no overlap: then the next chunk would have nothing of its own to add.
            if (word <= atom.start() || tokens + wordTokens > mostTokens) {
                return tokens == 0 ? NONE : new Overlap(start, tokens);
            }
            tokens += wordTokens;
            start = word;
        }
    }
}
