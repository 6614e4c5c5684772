package io.remdb.search;

import io.remdb.search.sealing.BlockCache;
import io.remdb.search.sealing.TestFileKeys;

/** The same with sealed files and next to no memory for what was opened. */
class SealedConcurrencyTest extends ConcurrencyTest {
    @Override
    IndexSeal seal() {
        return IndexSeal.of(new TestFileKeys(0), new BlockCache(1 << 16, 1 << 20));
    }
}
