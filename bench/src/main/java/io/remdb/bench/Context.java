package io.remdb.bench;

import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.bench.data.Rows;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What measurements share: the database, its tables (filled when first asked for), where to tell progress. One thread. */
final class Context implements AutoCloseable {
    private final Settings settings;
    private final Path folder;
    private final PrintStream progress;
    private final Optional<BenchKeys> keys;
    private RemDatabase database;
    private @Nullable PlainTable plain;
    private @Nullable ArticleTable articles;

    Context(Settings settings, Path folder, PrintStream progress) {
        this(settings, folder, progress, settings.encrypted() ? Optional.of(new BenchKeys()) : Optional.empty());
    }

    /** The same with given keys, for other databases that need the same. */
    Context(Settings settings, Path folder, PrintStream progress, Optional<BenchKeys> keys) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
        this.keys = keys;
        this.database = opened();
    }

    Settings settings() {
        return settings;
    }

    Pace pace() {
        return settings.pace();
    }

    /** The rows of this run's seed. */
    Rows rows() {
        return new Rows(settings.seed());
    }

    /** Where the database is. */
    Path folder() {
        return folder;
    }

    /** The open database; another object after {@link #open}. */
    RemDatabase database() {
        return database;
    }

    /** Closes the database. {@link #open} opens it again. */
    void closeDatabase() {
        database.close();
    }

    /** Opens the database after {@link #closeDatabase}. */
    void open() {
        database = opened();
    }

    private RemDatabase opened() {
        return RemDatabase.open(folder, options -> {
            OpenOptions alone = options.withSharing(Sharing.ALONE);
            return keys.map(alone::withKeys).orElse(alone);
        });
    }

    /** The table of rows without text, full. */
    PlainTable plain() {
        PlainTable table = plain;
        if (table == null) {
            table = PlainTable.load(this);
            plain = table;
        }
        return table;
    }

    /** The table of articles with vectors, full. */
    ArticleTable articles() {
        ArticleTable table = articles;
        if (table == null) {
            table = ArticleTable.load(this);
            articles = table;
        }
        return table;
    }

    /** Tells the person who waits what is being done. */
    void tell(String what) {
        progress.println("  " + what);
        progress.flush();
    }

    @Override
    public void close() {
        database.close();
    }
}
