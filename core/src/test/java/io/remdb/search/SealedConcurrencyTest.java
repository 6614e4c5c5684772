package io.remdb.search;

import io.remdb.search.sealing.BlockCache;

/** The same with sealed files and next to no memory for what was opened. */
class SealedConcurrencyTest extends ConcurrencyTest {
    @Override
    IndexSeal seal() {
        return IndexSeal.of(new byte[32], new BlockCache(1 << 16, 1 << 20));
    }
}
