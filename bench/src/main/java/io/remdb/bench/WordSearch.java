package io.remdb.bench;

import io.remdb.SearchMode;
import java.util.List;

/** Searches by words, and by words and meaning. */
final class WordSearch implements Measurement {
    @Override
    public String name() {
        return "word-search";
    }

    @Override
    public String what() {
        return "keyword search (3 words) and hybrid search for 10";
    }

    @Override
    public List<Result> run(Context context) {
        Searching searching = new Searching(context);
        return List.of(
                searching
                        .byWords("keyword search, 3 words, 10 hits", SearchMode.KEYWORD)
                        .withBudget(Budget.KEYWORD_SEARCH),
                searching
                        .byWords("hybrid search, 3 words, 10 hits", SearchMode.HYBRID)
                        .withBudget(Budget.HYBRID_SEARCH));
    }
}
