package io.remdb.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCollectionTest {
    @TempDir
    private Path folder;

    @Test
    void readsDocumentsQuestionsAndJudgements() throws IOException {
        write("docs.jsonl", "{\"id\": \"1\", \"text\": \"one\"}\n{\"id\": \"2\", \"text\": \"two\"}\n");
        write("queries.jsonl", "{\"id\": \"q\", \"text\": \"which?\"}\n{\"id\": \"unjudged\", \"text\": \"what?\"}\n");
        write("qrels.tsv", "q\t1\t1\nq\t2\t0\n");

        TestCollection collection = TestCollection.read(folder);

        assertThat(collection.documents()).extracting(TestCollection.Text::text).containsExactly("one", "two");
        assertThat(collection.questions()).extracting(TestCollection.Text::id).containsExactly("q");
        assertThat(collection.relevant()).containsOnlyKeys("q").containsEntry("q", Set.of("1"));
    }

    @Test
    void namesTheMissingFile() {
        assertThatThrownBy(() -> TestCollection.read(folder))
                .isInstanceOf(RemException.class)
                .hasMessageContaining("qrels.tsv");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
