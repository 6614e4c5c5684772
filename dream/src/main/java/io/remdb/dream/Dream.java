package io.remdb.dream;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.dream.run.DreamRun;
import io.remdb.dream.run.Undo;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProviders;
import io.remdb.llm.LanguageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what happened in some time and writes down what it meant: moments, what they have to do with each other and with the texts at hand, themes, and
 * summaries.
 *
 * {@snippet :
 * DreamReport report = Dream.on(db).lookback(Duration.ofHours(24)).run();
 * report.moments().forEach(moment -> System.out.println(moment.start() + " " + moment.name()));
 * Dream.on(db).undo(report.runId());
 * }
 *
 * The same window and data give the same rows, so that it can be repeated; what a person wrote or has changed is left alone. Immutable and thread-safe;
 * of a database one run works at a time.
 */
public final class Dream {
    private final RemDatabase database;
    private final RemConfig config;
    private final @Nullable EmbeddingModel model;
    private final @Nullable LanguageModel languageModel;
    private final DreamOptions options;

    private Dream(
            RemDatabase database,
            RemConfig config,
            @Nullable EmbeddingModel model,
            @Nullable LanguageModel languageModel,
            DreamOptions options) {
        this.database = database;
        this.config = config;
        this.model = model;
        this.languageModel = languageModel;
        this.options = options;
    }

    /** Dreams about a database, with settings from the environment and without a language model. */
    public static Dream on(RemDatabase database) {
        return on(database, RemConfig.load());
    }

    /** The same with other settings: {@code P8_DEFAULT_EMBEDDING} says which model compares. */
    public static Dream on(RemDatabase database, RemConfig config) {
        return new Dream(database, config, null, null, DreamOptions.defaults());
    }

    /** The same with an embedding model that is open, and stays the caller's to close; else each run opens the one that is configured. */
    public Dream with(EmbeddingModel model) {
        return new Dream(database, config, model, languageModel, options);
    }

    /** The same with moments described by a language model, which stays the caller's to close; null: without one. */
    public Dream describedBy(@Nullable LanguageModel languageModel) {
        return new Dream(database, config, model, languageModel, options);
    }

    /** The same about the time until now that is so long. */
    public Dream lookback(Duration lookback) {
        return options(before -> before.withWindow(null, null).withLookback(lookback));
    }

    /** The same about the time from {@code start} until before {@code end}. */
    public Dream between(Instant start, Instant end) {
        return options(before -> before.withWindow(start, end));
    }

    /** The same with nothing written. */
    public Dream dryRun() {
        return options(before -> before.withWriting(DreamOptions.Writing.DRY_RUN));
    }

    /** The same with other options. */
    public Dream options(UnaryOperator<DreamOptions> change) {
        return new Dream(database, config, model, languageModel, change.apply(options));
    }

    /**
     * Runs.
     *
     * @throws RemException {@link io.remdb.ErrorCode#LOCKED} while another run works on this database, {@link io.remdb.ErrorCode#CANCELLED}
     *     when the thread is interrupted; what is written then is completed by the next run. A language model that fails is reported
     *     ({@link DreamReport#problems}), and what it should have described is described without it
     */
    public DreamReport run() {
        if (model != null) {
            return new DreamRun(database, model, languageModel, options).run();
        }
        String name = config.embedding().defaultModel();
        try (EmbeddingModel opened = EmbeddingProviders.of(name).open(EmbeddingProviders.modelOf(name), config)) {
            return new DreamRun(database, opened, languageModel, options).run();
        }
    }

    /**
     * Takes back exactly what a run wrote. Rows that a person has changed since stay.
     *
     * @throws RemException {@link io.remdb.ErrorCode#NOT_FOUND} when there is no such run, {@link io.remdb.ErrorCode#LOCKED} while one
     *     works
     */
    public Undone undo(String runId) {
        return new Undo(database).undo(runId);
    }
}
