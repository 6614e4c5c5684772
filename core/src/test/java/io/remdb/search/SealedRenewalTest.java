package io.remdb.search;

/** The same with files that nobody can read. */
class SealedRenewalTest extends RenewalTest {
    @Override
    IndexSeal seal() {
        return SearchFixture.sealed();
    }
}
