package io.remdb.search;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader.CacheHelper;
import org.apache.lucene.index.IndexReader.CacheKey;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a segment by id, in memory: 24 to 32 bytes a row, and a fifth of the time of a look into the term
 * dictionary. Made when a filter first names many rows, and forgotten with the segment. Immutable.
 */
final class SegmentIds {
    private static final ConcurrentMap<CacheKey, SegmentIds> BY_SEGMENT = new ConcurrentHashMap<>();

    /** Two numbers for each document. */
    private final long[] ids;
    /** Hashed by id; a document and the one before it with the same hash come one after the other. 0 where there is none. */
    private final int[] documentsPlusOne;

    private SegmentIds(LeafReader leaf) throws IOException {
        int size = leaf.maxDoc();
        ids = new long[2 * size];
        documentsPlusOne = new int[Math.max(2, Integer.highestOneBit(Math.max(1, size)) * 4)];
        BinaryDocValues values = DocValues.getBinary(leaf, RowDocument.ID);
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
            UUID id = IdTerm.id(values.binaryValue());
            ids[2 * doc] = id.getMostSignificantBits();
            ids[2 * doc + 1] = id.getLeastSignificantBits();
            int slot = slot(ids[2 * doc], ids[2 * doc + 1]);
            while (documentsPlusOne[slot] != 0) {
                slot = next(slot);
            }
            documentsPlusOne[slot] = doc + 1;
        }
    }

    /** Those of a segment where they have been made; else made when {@code lookups} are many; null when they are few. */
    static @Nullable SegmentIds of(LeafReader leaf, int lookups) throws IOException {
        CacheHelper segment = leaf.getCoreCacheHelper();
        if (segment == null) {
            return null;
        }
        SegmentIds known = BY_SEGMENT.get(segment.getKey());
        if (known != null || (long) lookups * DOCUMENTS_PER_LOOKUP < leaf.maxDoc()) {
            return known;
        }
        SegmentIds made = new SegmentIds(leaf);
        SegmentIds earlier = BY_SEGMENT.putIfAbsent(segment.getKey(), made);
        if (earlier == null) {
            segment.addClosedListener(BY_SEGMENT::remove);
        }
        return earlier == null ? made : earlier;
    }

    /** Making them costs about as much as looking for a hundredth of the rows ten times. */
    private static final int DOCUMENTS_PER_LOOKUP = 100;

    /** The living document of a row; -1 when there is none. */
    int document(UUID id, @Nullable Bits live) {
        long most = id.getMostSignificantBits();
        long least = id.getLeastSignificantBits();
        for (int slot = slot(most, least); documentsPlusOne[slot] != 0; slot = next(slot)) {
            int document = documentsPlusOne[slot] - 1;
            // A row has at most one living document, but may have dead ones in the same segment.
            if (ids[2 * document] == most && ids[2 * document + 1] == least && (live == null || live.get(document))) {
                return document;
            }
        }
        return -1;
    }

    private int slot(long most, long least) {
        long mixed = (most ^ Long.rotateLeft(least, 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (documentsPlusOne.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (documentsPlusOne.length - 1);
    }
}
