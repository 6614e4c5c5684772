package io.remdb.engine;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.search.SearchSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LimitedResourcesTest} starts: writes and searches until its input ends, and says what was acknowledged ({@code + title}), what
 * was refused ({@code ! code hint}), and when it opens the database again after refusals ({@code ~}).
 */
final class LimitedWriter {
    private static final int REFUSALS_UNTIL_REOPENED = 20;
    private static final int NOISE = 2000;
    private static final int SEARCH_EVERY = 50;

    private LimitedWriter() {}

    /** The folder of the database. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        Random random = new Random(3);
        @Nullable RemDatabase database = open(path);
        database.schemas().register(Schema.parse(Databases.ARTICLES));
        int refused = 0;
        AtomicBoolean ended = ended();
        for (int number = 0; !ended.get(); number++) {
            try {
                if (database == null) {
                    database = open(path);
                    System.out.println("~");
                }
                String title = "title " + number;
                database.insert("articles", Databases.article(title, noise(random), "c", number));
                System.out.println("+ " + title);
                if (number % SEARCH_EVERY == 0) {
                    database.flush();
                    if (database.search("word")
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .run()
                            .isEmpty()) {
                        System.out.println("! NOT_FOUND nothing is found");
                    }
                }
                refused = 0;
            } catch (RemException e) {
                System.out.println("! " + e.code() + " " + e.hint().orElse("") + " | " + e.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                if (++refused % REFUSALS_UNTIL_REOPENED == 0) {
                    close(database);
                    database = null;
                }
            }
        }
        close(database);
    }

    private static RemDatabase open(Path path) {
        return Databases.open(path, SearchSizes.PRODUCTION, "P8_ROCKSDB_WRITE_BUFFER_SIZE", "4194304");
    }

    /** Set when the other side has closed the input: only a read tells that. */
    private static AtomicBoolean ended() {
        AtomicBoolean ended = new AtomicBoolean();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is said
                }
            } catch (IOException _) {
                // as good as the end
            }
            ended.set(true);
        });
        return ended;
    }

    private static void close(@Nullable RemDatabase database) {
        try {
            if (database != null) {
                database.close();
            }
        } catch (RemException e) {
            System.out.println("! " + e.code() + " " + e.hint().orElse("") + " | " + e.getMessage());
        }
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder("word");
        while (text.length() < NOISE) {
            text.append(' ').append(Long.toString(random.nextLong(), Character.MAX_RADIX));
        }
        return text.toString();
    }
}
