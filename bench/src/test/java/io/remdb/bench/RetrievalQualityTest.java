package io.remdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.bench.data.ClusteredEmbeddingProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalQualityTest {
    @TempDir
    private Path folder;

    /** The vectors know no meaning, but the mark of a question can be the mark of its document. */
    @Test
    void judgesEveryModeOnAToyCollection() throws IOException {
        write("docs.jsonl", """
                {"id": "1", "text": "apples and pears c1m1"}
                {"id": "2", "text": "trains and ships c2m1"}
                {"id": "3", "text": "stars and planets c3m1"}
                """);
        write("queries.jsonl", "{\"id\": \"q\", \"text\": \"ships c2m1\"}\n");
        write("qrels.tsv", "q\t2\t1\n");
        Settings settings = new Settings(10, 1, null, folder, List.of(), false, Pace.TINY);

        List<Result> results;
        try (Context context = new Context(settings, folder.resolve("db"), quiet())) {
            results = new RetrievalQuality(List.of(ClusteredEmbeddingProvider.MODEL)).run(context);
        }

        assertThat(results).hasSize(10);
        assertThat(results.subList(1, 10)).allSatisfy(result -> {
            assertThat(result.figure(RetrievalQuality.NDCG)).isEqualTo(1);
            assertThat(result.figure(Figure.RECALL)).isEqualTo(1);
        });
    }

    @Test
    void isSkippedWithoutACollection() {
        Settings settings = new Settings(10, 1, null, null, List.of(), false, Pace.TINY);

        try (Context context = new Context(settings, folder.resolve("db"), quiet())) {
            assertThat(new RetrievalQuality().run(context))
                    .extracting(Result::outcome)
                    .containsExactly(Result.Outcome.SKIPPED);
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static PrintStream quiet() {
        return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }
}
