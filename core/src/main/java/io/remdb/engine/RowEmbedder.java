package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.TableDefinition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/** Embeds the rows of a write whose text has changed: all of them in one call of each model. */
final class RowEmbedder {
    private final EmbeddingModels models;

    RowEmbedder(EmbeddingModels models) {
        this.models = models;
    }

    /**
     * The text of a row.
     *
     * @param before what is stored; empty for none
     * @param after what is to be stored; empty for none
     */
    record Text(UUID id, String before, String after) {}

    /** The vectors of texts, kept over the attempts of one write. */
    static final class Vectors {
        private final Map<EmbeddingSlot, Map<String, float[]>> bySlot = new EnumMap<>(EmbeddingSlot.class);
        private final IntConsumer embedded;

        Vectors() {
            this(_ -> {});
        }

        /** @param embedded told how many texts of a call are embedded while it runs */
        Vectors(IntConsumer embedded) {
            this.embedded = embedded;
        }

        private Map<String, float[]> of(EmbeddingSlot slot) {
            return bySlot.computeIfAbsent(slot, any -> new HashMap<>());
        }
    }

    /** Calls the models for what is not known yet, so that {@link #changes} need not. */
    void embed(CatalogTable table, List<Text> texts, Vectors known) {
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            TableDefinition.Vectors vectors = table.vectors(slot);
            if (vectors != null && models.isCalled(slot, vectors)) {
                embed(vectors, changed(vectors, texts), known.of(slot), known.embedded);
            }
        }
    }

    /** The changes to the vectors of these rows. */
    List<Change> changes(CatalogTable table, List<Text> texts, Vectors known) {
        List<Change> changes = new ArrayList<>();
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            TableDefinition.Vectors vectors = table.vectors(slot);
            if (vectors != null) {
                addChanges(table, slot, vectors, texts, known, changes);
            }
        }
        return changes;
    }

    private void addChanges(
            CatalogTable table,
            EmbeddingSlot slot,
            TableDefinition.Vectors vectors,
            List<Text> texts,
            Vectors vectorsOfTexts,
            List<Change> changes) {
        List<Text> changed = changed(vectors, texts);
        Map<String, float[]> known = vectorsOfTexts.of(slot);
        if (models.isCalled(slot, vectors)) {
            embed(vectors, changed, known, vectorsOfTexts.embedded);
        }
        // Without a new vector the old one goes: it would be that of another text.
        for (Text text : changed) {
            float[] vector = known.get(text.after());
            if (vector != null) {
                changes.add(new Change.PutEmbedding(table.number(), text.id(), slot, vector));
            } else if (vectors.building() || !text.before().isEmpty()) {
                changes.add(new Change.RemoveEmbedding(table.number(), text.id(), slot));
            }
        }
    }

    /** While the vectors of a table are being built, an unchanged text does not mean that its vector is there. */
    private static List<Text> changed(TableDefinition.Vectors vectors, List<Text> texts) {
        return texts.stream()
                .filter(text -> vectors.building() || !text.before().equals(text.after()))
                .toList();
    }

    private void embed(
            TableDefinition.Vectors vectors, List<Text> texts, Map<String, float[]> known, IntConsumer embedded) {
        Set<String> missing = new LinkedHashSet<>();
        for (Text text : texts) {
            if (!text.after().isEmpty() && !known.containsKey(text.after())) {
                missing.add(text.after());
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        List<String> inputs = List.copyOf(missing);
        EmbeddingModel model = models.model(vectors.model());
        List<float[]> outputs = model.embedDocuments(inputs, embedded);
        for (int i = 0; i < inputs.size(); i++) {
            float[] vector = outputs.get(i);
            if (vector.length != vectors.dimension()) {
                throw new RemException(
                                ErrorCode.EMBEDDING_FAILED, "The model's vectors are not of the table's dimension")
                        .with("model", vectors.model())
                        .with("expected", vectors.dimension())
                        .with("found", vector.length);
            }
            known.put(inputs.get(i), vector);
        }
    }
}
