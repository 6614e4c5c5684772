package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.StoreCheck;
import io.remdb.store.TableDefinition;
import java.util.UUID;
import java.util.function.Consumer;

/** Reads vectors: whether each is one of its table's model. That each has its row is looked at by {@link StrayCheck}. One thread. */
final class VectorCheck {
    private final StoreCheck check;
    private final Consumer<Flaw> flaws;
    private final MetaCheck meta;
    private final EntryCounts counts;

    VectorCheck(StoreCheck check, Consumer<Flaw> flaws, MetaCheck meta, EntryCounts counts) {
        this.check = check;
        this.flaws = flaws;
        this.meta = meta;
        this.counts = counts;
    }

    /**
     * Reads all.
     *
     * @return how many there are
     */
    long run(FamilyScan scan, StoreCipher cipher) {
        return scan.within(Family.EMBEDDINGS, new byte[0], (storedKey, storedValue) -> {
            counts.stored(StrayCheck.kind(Family.EMBEDDINGS, storedKey, storedValue));
            StoreCipher.Entry entry = cipher.entry(Family.EMBEDDINGS, storedKey, storedValue);
            vector(entry.key(), entry.value());
        });
    }

    private void vector(byte[] key, byte[] value) {
        int table = Bytes.intAt(key, 0);
        UUID id = KeyCodec.embeddingId(key);
        EmbeddingSlot slot = KeyCodec.slotOf(key[Integer.BYTES]);
        TableDefinition definition = meta.definition(table);
        TableDefinition.Vectors vectors = definition == null ? null : MetaCheck.vectors(definition, slot);
        if (vectors == null || vectors.building()) {
            return; // a stray, or perhaps of the model before
        }
        if (value.length != vectors.dimension() * Float.BYTES || !isFinite(value)) {
            check.found(
                    Family.EMBEDDINGS.familyName(),
                    "A vector is not of its table's model",
                    meta.place(table, id) + ", " + slot.fieldName());
            flaws.accept(new Flaw.LacksVector(table, id, slot));
        }
    }

    private static boolean isFinite(byte[] value) {
        for (float number : VectorCodec.decode(value)) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }
}
