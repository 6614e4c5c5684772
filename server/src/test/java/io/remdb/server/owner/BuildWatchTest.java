package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.support.WordsEmbeddingProvider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BuildWatchTest {
    private static final String WITHOUT_VECTORS =
            Databases.ARTICLES.replace("\"embedding_fields\": [\"content\"], ", "");

    @Test
    void aBuildThatGetsOnIsWork() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RemDatabase database = RemDatabase.inMemory(any -> Databases.options(Sharing.ALONE))) {
            BuildWatch watch = new BuildWatch();
            database.schemas().register(Schema.parse(WITHOUT_VECTORS));
            database.insert("articles", Databases.article("a", "text", "x", 1));
            assertThat(watch.stillNanos(database)).as("nothing is built").isEqualTo(Long.MAX_VALUE);

            WordsEmbeddingProvider.BEFORE_CALL.set(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Thread registering =
                    Thread.ofPlatform().start(() -> database.schemas().register(Schema.parse(Databases.ARTICLES)));
            Await.until("it is built", () -> watch.stillNanos(database) < Long.MAX_VALUE);
            long first = watch.stillNanos(database);
            assertThat(first).isLessThan(TimeUnit.MINUTES.toNanos(1));
            assertThat(watch.stillNanos(database)).as("it does not get on").isGreaterThan(first);

            go.countDown();
            registering.join();
            assertThat(watch.stillNanos(database)).isEqualTo(Long.MAX_VALUE);
        } finally {
            go.countDown();
            WordsEmbeddingProvider.BEFORE_CALL.set(() -> {});
        }
    }
}
