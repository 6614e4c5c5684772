package io.remdb.server.owner;

import io.remdb.ContentHash;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Verification;

/** Keeps a shared database in order, through whoever owns it. */
final class SharedOperations implements Operations {
    private final SharedDatabase database;

    SharedOperations(SharedDatabase database) {
        this.database = database;
    }

    @Override
    public Verification verify(ProgressListener progress) {
        return database.with(current -> current.operations().verify(progress));
    }

    @Override
    public ContentHash contentHash(ProgressListener progress) {
        return database.with(current -> current.operations().contentHash(progress));
    }
}
