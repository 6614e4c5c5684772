package io.remdb.search;

import io.remdb.search.sealing.BlockCache;
import io.remdb.search.sealing.TestFileKeys;

/** The same with files that nobody can read. */
class SealedRenewalTest extends RenewalTest {
    @Override
    IndexSeal seal() {
        return IndexSeal.of(new TestFileKeys(0), new BlockCache(1 << 16, 1 << 20));
    }
}
