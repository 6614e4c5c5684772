package io.remdb.engine;

import io.remdb.RemDatabase;
import java.nio.file.Path;

/** The same with a database that is encrypted. */
class SealedChangesTest extends ChangesTest {
    @Override
    RemDatabase open(Path path, String... variables) {
        return Databases.encrypted(path, variables);
    }
}
