package io.remdb.engine;

import io.remdb.ContentHash;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Cursor;
import io.remdb.store.EdgeEnd;
import io.remdb.store.EdgeWalk;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEmbedding;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Adds up the SHA-256 of everything, modulo 2^256: so the order does not matter, which an encrypted store does not have. A multiset hash
 * as in M. Bellare and D. Micciancio, "A New Paradigm for Collision-Free Hashing: Incrementality at Reduced Cost" (EUROCRYPT 1997); it
 * finds differences, it is no proof against somebody who makes them. One thread.
 */
final class ContentHasher {
    private static final int WORDS = 8;
    private static final long LOW = 0xFFFF_FFFFL;
    private static final int BETWEEN_REPORTS = 1_000;

    private final Store store;
    private final MessageDigest digest;
    /** The least significant word first. */
    private final long[] sum = new long[WORDS];

    private long rows;

    ContentHasher(Store store) {
        this.store = store;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new RemException(ErrorCode.INTERNAL, "This Java lacks SHA-256", e);
        }
    }

    /** Of everything as it is now, and with the sequence that it has now, where nobody writes. */
    ContentHash hash(ProgressListener progress) {
        long sequence = store.log().lastSequence();
        List<TableDefinition> tables = store.tables();
        long total = tables.stream()
                .map(table -> store.records().counts(table.number()))
                .mapToLong(counts -> counts.live() + counts.deleted())
                .sum();
        try (StoreSnapshot snapshot = store.snapshot()) {
            RecordStore records = snapshot.records();
            for (TableDefinition table : tables) {
                add(table, records, progress, total);
            }
        }
        return new ContentHash(hexadecimal(), sequence, rows);
    }

    private void add(TableDefinition table, RecordStore records, ProgressListener progress, long total) {
        try (Cursor<StoredEntity> entities = records.scan(table.number(), null);
                EdgeWalk walk = records.walk(EdgeEnd.SOURCE)) {
            while (entities.hasNext()) {
                StoredEntity entity = entities.next();
                begin(table, "row", entity.id());
                number(entity.createdAtMicros());
                number(entity.modifiedAtMicros());
                number(entity.deletedAtMicros());
                digest.update(entity.properties());
                end();
                walk.moveTo(entity.id(), null);
                while (walk.next()) {
                    add(table, walk.edge());
                }
                rows++;
                if (rows % BETWEEN_REPORTS == 0) {
                    progress.progress(rows, total);
                }
            }
        }
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            try (Cursor<StoredEmbedding> vectors = records.scanEmbeddings(table.number(), slot)) {
                while (vectors.hasNext()) {
                    StoredEmbedding vector = vectors.next();
                    begin(table, slot.name(), vector.id());
                    digest.update(bytes(vector.vector()));
                    end();
                }
            }
        }
    }

    private void add(TableDefinition table, StoredEdge edge) {
        begin(table, "edge", edge.src());
        text(edge.relType());
        id(edge.dst());
        number(edge.createdAtMicros());
        digest.update(edge.properties());
        end();
    }

    private void begin(TableDefinition table, String kind, UUID id) {
        text(table.name());
        text(kind);
        id(id);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
    }

    private void id(UUID id) {
        number(id.getMostSignificantBits());
        number(id.getLeastSignificantBits());
    }

    private void number(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private void end() {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long carry = 0;
        for (int word = 0; word < WORDS; word++) {
            long added = sum[word] + (hash.getInt(word * Integer.BYTES) & LOW) + carry;
            sum[word] = added & LOW;
            carry = added >>> Integer.SIZE;
        }
    }

    private String hexadecimal() {
        ByteBuffer bytes = ByteBuffer.allocate(WORDS * Integer.BYTES);
        for (int word = WORDS - 1; word >= 0; word--) {
            bytes.putInt((int) sum[word]);
        }
        return HexFormat.of().formatHex(bytes.array());
    }
}
