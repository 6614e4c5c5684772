package io.remdb.schema;

import io.remdb.text.Uuids;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.crypto.digests.Blake3Digest;
import tools.jackson.databind.node.ObjectNode;

/**
 * The id that follows from a row's key, so that the same key is the same row. The first rule that applies: the schema's own
 * key field (unless that is {@code uri}), {@code uri} with {@code chunk_ordinal}, {@code key}, {@code name}. The id is the
 * first 16 bytes of BLAKE3 over {@code table:value} (for {@code uri}: {@code table:uri:chunk_ordinal}, 0 when absent) as a
 * UUID of version 8 (RFC 9562). Thread-safe.
 */
public final class DeterministicId {
    private static final String URI = "uri";
    private static final String ORDINAL = "chunk_ordinal";

    private DeterministicId() {}

    /**
     * The id of a row; empty when nothing in the row makes one, so that the caller takes a random one (version 4).
     *
     * @param row valid; for {@code sessions} it may carry the writer's own {@code id}
     */
    public static Optional<UUID> of(TableSchema table, ObjectNode row) {
        if (table.takesIds() && row.path("id").isString()) {
            return Uuids.parse(row.get("id").stringValue());
        }
        List<String> order = new ArrayList<>();
        String keyField = table.keyField();
        if (keyField != null && !keyField.equals(URI)) {
            order.add(keyField);
        }
        order.addAll(List.of(URI, "key", "name"));
        for (String name : order) {
            Optional<String> value = RowKeys.text(row, name);
            if (value.isPresent()) {
                String suffix =
                        name.equals(URI) ? ":" + RowKeys.text(row, ORDINAL).orElse("0") : "";
                return Optional.of(hash(table.shortName() + ":" + value.get() + suffix));
            }
        }
        return Optional.empty();
    }

    /**
     * Writes down what the id takes for granted: a row with a {@code uri} that does not say which chunk it is is the first, so
     * that a condition on the field finds it too. Only in tables that have the field and whose key is {@code uri}.
     */
    public static void fillIn(TableSchema table, ObjectNode row) {
        boolean counted = URI.equals(table.keyField())
                && table.field(ORDINAL)
                        .filter(field -> field.type().equals(new FieldType.Scalar(ScalarType.INTEGER)))
                        .isPresent();
        if (counted && row.path(URI).isString() && !row.hasNonNull(ORDINAL)) {
            row.put(ORDINAL, 0);
        }
    }

    /** The id of the row of a table that has this key and no {@code uri}: the target of an edge that does not exist yet. */
    public static UUID ofKey(TableSchema table, String key) {
        boolean byUri = URI.equals(table.keyField());
        return hash(table.shortName() + ":" + key + (byUri ? ":0" : ""));
    }

    /**
     * The id of a row without a key that comes in a batch: as good as random where the batch's is, and the same when the row comes
     * again (version 4, as of any row without a key).
     *
     * @param number its place in the batch
     */
    public static UUID ofBatchRow(UUID batch, long number) {
        // No table's name begins with a colon.
        UUID hash = hash(":" + batch + ":" + number);
        return new UUID((hash.getMostSignificantBits() & ~0xF000L) | 0x4000L, hash.getLeastSignificantBits());
    }

    /** The first 16 bytes of BLAKE3 as a UUID of version 8. */
    static UUID hash(String text) {
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        byte[] output = new byte[32];
        Blake3Digest digest = new Blake3Digest();
        digest.update(input, 0, input.length);
        digest.doFinal(output, 0);
        ByteBuffer bytes = ByteBuffer.wrap(output);
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
