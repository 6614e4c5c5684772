package io.remdb.search;

/** The same with sealed files and next to no memory for what was opened. */
class SealedConcurrencyTest extends ConcurrencyTest {
    @Override
    IndexSeal seal() {
        return SearchFixture.sealed();
    }
}
