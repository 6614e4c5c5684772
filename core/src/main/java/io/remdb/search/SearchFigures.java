package io.remdb.search;

import io.remdb.search.sealing.BlockCache;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of the search index.
 *
 * @param documents rows that a search finds now, by the numbers of those tables whose index is open
 * @param bufferBytes of what is not in files yet
 * @param sealed the cache of the opened content of sealed files; null where they are not sealed
 */
public record SearchFigures(Map<Integer, Long> documents, long bufferBytes, BlockCache.@Nullable Statistics sealed) {
    public SearchFigures {
        documents = Map.copyOf(documents);
    }
}
