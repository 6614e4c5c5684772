package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProviders;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.TableDefinition;
import io.remdb.telemetry.Telemetry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The embedding models of one open database, each opened at its first use and kept. Thread-safe. */
final class EmbeddingModels implements AutoCloseable {
    /** What a schema says that leaves the choice of its model to the settings. */
    static final String DEFAULT = "default";

    private final RemConfig config;
    private final Telemetry telemetry;
    private final Map<String, EmbeddingModel> open = new LinkedHashMap<>();
    private boolean closed;

    EmbeddingModels(RemConfig config, Telemetry telemetry) {
        this.config = config;
        this.telemetry = telemetry;
    }

    /** The full name of what a schema calls its provider. */
    String fullName(String provider) {
        return provider.equals(DEFAULT) ? config.embedding().defaultModel() : provider;
    }

    /** The second model that every embedded table gets. */
    Optional<String> alternative() {
        return Optional.ofNullable(config.embedding().alternativeModel());
    }

    /** Whether there is an alternative model that embeds the rows of a table not yet. */
    boolean lacksAlternative(TableDefinition table) {
        String wanted = config.embedding().alternativeModel();
        TableDefinition.Vectors present = table.alternative();
        return wanted != null
                && table.main() != null
                && (present == null || !present.model().equals(wanted));
    }

    /** Whether a table has an alternative model that of before: the settings name none any more. */
    boolean hasAlternativeOfBefore(TableDefinition table) {
        return table.alternative() != null && config.embedding().alternativeModel() == null;
    }

    /** Whether a table is embedded with another model than the default one. */
    boolean hasOtherThanDefault(TableDefinition table) {
        return table.main() != null
                && !table.main().model().equals(config.embedding().defaultModel());
    }

    /**
     * Whether texts of a table are embedded for this slot. An alternative model that the settings name no more is not called: it
     * may be a service that one has left. The table's own model always is, or it could not be searched.
     */
    boolean isCalled(EmbeddingSlot slot, TableDefinition.Vectors vectors) {
        return switch (slot) {
            case MAIN -> true;
            case ALT -> vectors.model().equals(config.embedding().alternativeModel());
        };
    }

    int dimension(String fullName) {
        return EmbeddingProviders.of(fullName).dimension(EmbeddingProviders.modelOf(fullName), config);
    }

    synchronized EmbeddingModel model(String fullName) {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The database is closed");
        }
        EmbeddingModel model = open.get(fullName);
        if (model == null) {
            EmbeddingModel opened = EmbeddingProviders.of(fullName).open(EmbeddingProviders.modelOf(fullName), config);
            model = new ObservedModel(opened, telemetry);
            open.put(fullName, model);
        }
        return model;
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(EmbeddingModel::close);
        open.clear();
    }
}
