package io.remdb.ingest;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingProviders;
import io.remdb.embedding.TextTokenizer;
import io.remdb.ingest.table.Target;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the plan when the first file needs it: files of rows need none. */
final class PlanMaker implements Supplier<Plan>, AutoCloseable {
    private final RemDatabase database;
    private final RemConfig config;
    private final IngestOptions options;
    private @Nullable TextTokenizer tokenizer;
    private @Nullable Plan made;

    PlanMaker(RemDatabase database, RemConfig config, IngestOptions options) {
        this.database = database;
        this.config = config;
        this.options = options;
    }

    @Override
    public synchronized Plan get() {
        Plan plan = made;
        if (plan == null) {
            Target target = Target.of(database, options.schema() == null ? Target.RESOURCES : options.schema());
            TextTokenizer counting = tokenizer;
            if (counting == null) {
                counting = EmbeddingProviders.tokenizer(target.model(), config);
                tokenizer = counting;
            }
            plan = new Plan(target, options, counting);
            made = plan;
        }
        return plan;
    }

    /** To be called when nobody cuts texts any more. */
    @Override
    public synchronized void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
