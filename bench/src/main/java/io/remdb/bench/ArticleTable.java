package io.remdb.bench;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.Schema;
import io.remdb.bench.data.ClusteredEmbeddingProvider;
import io.remdb.bench.data.Rows;
import io.remdb.bench.data.Rows.Question;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table {@value #NAME}: documents with a vector each, words, and fields to filter by. */
final class ArticleTable {
    static final String NAME = "bench_articles";
    private static final int QUESTIONS = 4096;

    private final Loading loading;
    private final GroundTruth truth;
    private final Question[] questions = new Question[QUESTIONS];

    private ArticleTable(Loading loading, GroundTruth truth, Rows rows) {
        this.loading = loading;
        this.truth = truth;
        Arrays.setAll(questions, rows::question);
    }

    static ArticleTable load(Context context) {
        Rows rows = context.rows();
        Loading loading = Loading.fill(context, schema(context.settings()), rows::article);
        context.tell("comparing questions with all vectors");
        GroundTruth truth = GroundTruth.compute(
                rows, context.settings().rows(), context.pace().questions());
        Garbage.collect();
        return new ArticleTable(loading, truth, rows);
    }

    Loading loading() {
        return loading;
    }

    GroundTruth truth() {
        return truth;
    }

    /** A question; the first ones are those of the {@link #truth}. */
    Question question(int number) {
        return questions[number % QUESTIONS];
    }

    /** The numbers of the articles that a search gave. */
    static Set<Long> numbers(List<Hit<Entity>> hits) {
        Set<Long> numbers = new HashSet<>();
        for (Hit<Entity> hit : hits) {
            numbers.add(Rows.articleNumber(hit.entity().properties().get("code").asString()));
        }
        return numbers;
    }

    static Schema schema(Settings settings) {
        return Schema.parse("""
                {"title": "BenchArticle", "short_name": "%s", "version": "1.0.0",
                 "description": "Documents with vectors, seed %d, %d rows",
                 "type": "object", "required": ["code", "title", "content"],
                 "properties": {
                   "code": {"type": "string"},
                   "title": {"type": "string"},
                   "content": {"type": "string"},
                   "category": {"type": "string"},
                   "published": {"type": "string", "format": "date-time"},
                   "rating": {"type": "number"},
                   "views": {"type": "integer"},
                   "bucket": {"type": "integer"},
                   "tags": {"type": "array", "items": {"type": "string"}}},
                 "json_schema_extra": {"key_field": "code", "embedding_fields": ["content"],
                   "embedding_provider": "%s", "indexed_fields": ["category", "published", "bucket"]}}
                """.formatted(NAME, settings.seed(), settings.rows(), ClusteredEmbeddingProvider.MODEL));
    }
}
