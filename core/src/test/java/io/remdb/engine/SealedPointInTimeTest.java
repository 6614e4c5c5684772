package io.remdb.engine;

import io.remdb.crypto.KeySource;
import io.remdb.crypto.TestKeys;

/** The same with an encrypted database: neither backup nor archive nor restoring needs its keys. */
class SealedPointInTimeTest extends PointInTimeTest {
    @Override
    KeySource keys() {
        return TestKeys.encrypted();
    }
}
