package io.remdb.bench;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.SearchMode;
import io.remdb.SearchRequest;
import java.util.List;
import java.util.Set;

/** Searches of the articles for ten hits: how long they take, and whether the hits are the right ones. */
final class Searching {
    private final Context context;
    private final ArticleTable table;

    Searching(Context context) {
        this.context = context;
        this.table = context.articles();
    }

    /** Ten hits. */
    List<Hit<Entity>> search(String text, SearchMode mode, Subset subset) {
        SearchRequest<Entity> request =
                context.database().search(text).in(ArticleTable.NAME).mode(mode).limit(GroundTruth.NEIGHBOURS);
        return (subset == Subset.ALL ? request : request.where(subset.predicate())).run();
    }

    /** One search by vector. */
    List<Hit<Entity>> byVector(int number) {
        return search(table.question(number).mark().word(), SearchMode.SEMANTIC, Subset.ALL);
    }

    /** Latency by vector, with recall and the number of answers that are too short. */
    Result byVector(String operation, Subset subset) {
        Timing timing = Timing.measure(
                context.pace(), number -> search(table.question(number).mark().word(), SearchMode.SEMANTIC, subset));
        double recall = 0;
        int judged = 0;
        int shortAnswers = 0;
        for (int question = 0; question < table.truth().questions(); question++) {
            Set<Long> expected = table.truth().nearest(question, subset);
            Set<Long> found =
                    ArticleTable.numbers(search(table.question(question).mark().word(), SearchMode.SEMANTIC, subset));
            if (found.size() < expected.size()) {
                shortAnswers++;
            }
            if (!expected.isEmpty()) {
                judged++;
                recall += expected.stream().filter(found::contains).count() / (double) expected.size();
            }
        }
        Result result = Result.of(operation, timing).withFigure(Figure.RECALL, judged == 0 ? 1 : recall / judged, "");
        return subset == Subset.ALL ? result : result.withFigure(Figure.SHORT_ANSWERS, shortAnswers, "");
    }

    /** Latency by words, or by both. */
    Result byWords(String operation, SearchMode mode) {
        long[] hits = new long[2];
        Timing timing = Timing.measure(context.pace(), number -> {
            String text = mode == SearchMode.KEYWORD
                    ? table.question(number).words()
                    : table.question(number).text();
            hits[0] += search(text, mode, Subset.ALL).size();
            hits[1]++;
        });
        return Result.of(operation, timing).withFigure("hits", hits[0] / (double) hits[1], "");
    }
}
