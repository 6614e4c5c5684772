package io.remdb.bench;

import io.remdb.Backup;
import io.remdb.BackupVerification;
import io.remdb.Backups;
import io.remdb.ContentHash;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestoredDatabase;
import io.remdb.SearchMode;
import io.remdb.Verification;
import io.remdb.bench.OperationsReport.Step;
import io.remdb.bench.data.Rows;
import io.remdb.config.RemConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** Measures what keeps a database safe: backups, their verification, and what is made of them. Each step once, in its order. */
final class OperationTimes {
    private static final int SHARE_CHANGED = 100;
    private static final double MEGABYTE = 1 << 20;

    private final Settings settings;
    private final Path home;
    private final PrintStream progress;
    private final Optional<BenchKeys> keys;
    private final List<Step> steps = new ArrayList<>();

    private OperationTimes(Settings settings, Path home, PrintStream progress) {
        this.settings = settings;
        this.home = home;
        this.progress = progress;
        this.keys = settings.encrypted() ? Optional.of(new BenchKeys()) : Optional.empty();
    }

    /** Measures all, in a temporary folder. */
    static OperationsReport report(Settings settings, PrintStream progress) {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path home;
        try {
            home = Files.createTempDirectory("rem-bench");
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "No temporary folder can be made", e);
        }
        try {
            OperationTimes times = new OperationTimes(settings, home, progress);
            times.run();
            return new OperationsReport(begin, Machine.description(), settings, times.steps);
        } finally {
            Runner.remove(home);
        }
    }

    private OpenOptions withKeys(OpenOptions options) {
        OpenOptions alone = options.withSharing(Sharing.ALONE);
        return keys.map(alone::withKeys).orElse(alone);
    }

    private void run() {
        Path backups = home.resolve("backups");
        ContentHash expected;
        try (Context context = new Context(settings, home.resolve("db"), progress, keys)) {
            fill(context);
            backup(context.database(), backups, "first backup");
            change(context);
            backup(context.database(), backups, "second backup, 1 % of the rows changed");
            backup(context.database(), backups, "third backup, nothing changed");
            expected = context.database().operations().contentHash(ProgressListener.NONE);
        }
        verify(backups);
        Path copy = home.resolve("copy");
        restore(backups, copy);
        open(copy, expected);
    }

    private void fill(Context context) {
        Loading loading = Loading.fill(context, ArticleTable.schema(settings), context.rows()::article);
        steps.add(new Step("insert the rows", loading.insertSeconds() + loading.flushSeconds(), 0, "until searchable"));
    }

    private void change(Context context) {
        Rows others = new Rows(settings.seed() + 1);
        List<String> rows = LongStream.iterate(0, number -> number < settings.rows(), number -> number + SHARE_CHANGED)
                .mapToObj(others::article)
                .toList();
        double seconds = Loading.insert(context.database(), ArticleTable.NAME, rows);
        steps.add(new Step(String.format(Locale.ROOT, "replace %,d rows", rows.size()), seconds, 0, ""));
    }

    private void backup(RemDatabase database, Path folder, String what) {
        tell(what);
        long begin = System.nanoTime();
        Backup made = database.operations().backup(folder, ProgressListener.NONE);
        double seconds = Loading.secondsSince(begin);
        String note = String.format(
                Locale.ROOT, "%.1f MB in all, %.1f MB shared", made.bytes() / MEGABYTE, made.sharedBytes() / MEGABYTE);
        steps.add(new Step(what, seconds, made.ownBytes(), note));
    }

    private void verify(Path backups) {
        tell("verify");
        long begin = System.nanoTime();
        BackupVerification verification = Backups.verify(backups, this::withKeys, ProgressListener.NONE);
        double seconds = Loading.secondsSince(begin);
        Verification contents = verification.contents();
        if (contents == null || !contents.isSound()) {
            throw new IllegalStateException("The backup is not sound: " + contents);
        }
        String note = String.format(
                Locale.ROOT,
                "checksums; %,d rows, %,d vectors, %,d index entries read",
                contents.rows(),
                contents.vectors(),
                contents.indexEntries());
        steps.add(new Step("verify", seconds, verification.backup().bytes(), note));
    }

    private void restore(Path backups, Path copy) {
        tell("restore");
        long begin = System.nanoTime();
        RestoredDatabase restored =
                Backups.restore(backups, copy, _ -> RestoreOptions.of(RemConfig.load()), ProgressListener.NONE);
        steps.add(new Step(
                "restore", Loading.secondsSince(begin), restored.backup().bytes(), ""));
    }

    private void open(Path copy, ContentHash expected) {
        tell("open what was restored");
        long begin = System.nanoTime();
        try (RemDatabase database = RemDatabase.open(copy, this::withKeys)) {
            steps.add(new Step("open what was restored", Loading.secondsSince(begin), 0, ""));
            begin = System.nanoTime();
            var _ = database.search("word")
                    .in(ArticleTable.NAME)
                    .mode(SearchMode.KEYWORD)
                    .limit(1)
                    .run();
            steps.add(new Step("its first search", Loading.secondsSince(begin), 0, "makes the search index anew"));
            begin = System.nanoTime();
            ContentHash found = database.operations().contentHash(ProgressListener.NONE);
            steps.add(new Step("compare the hash of its contents", Loading.secondsSince(begin), 0, "the same"));
            if (!found.equals(expected)) {
                throw new IllegalStateException("What was restored is not what was backed up: " + found);
            }
        }
    }

    private void tell(String what) {
        progress.println("  " + what);
        progress.flush();
    }
}
