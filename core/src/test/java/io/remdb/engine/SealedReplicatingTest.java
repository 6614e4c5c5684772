package io.remdb.engine;

import io.remdb.OpenOptions;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import io.remdb.spi.replication.ReplicatedDatabase;
import java.nio.file.Path;

/** The same with databases that are encrypted: keys of sessions are shipped, and those of two primaries never meet. */
class SealedReplicatingTest extends ReplicatingTest {
    @Override
    ReplicatedDatabase open(Path path) {
        return (ReplicatedDatabase) LocalDatabaseProvider.open(
                path,
                new OpenOptions(
                        OpenOptions.Creation.IF_MISSING,
                        Databases.config("P8_REPLICATION_MODE", "primary"),
                        OpenOptions.Sharing.ALONE,
                        TestKeys.encrypted()),
                SearchSizes.PRODUCTION);
    }
}
