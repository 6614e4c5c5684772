package io.remdb.store;

import io.remdb.ProgressListener;
import io.remdb.Verification.Depth;
import java.util.Optional;

/** How the data of a store is checked. One thread. */
public interface StoreCheck {
    /**
     * What an entity should have, by its table's schema as it was at the moment that is checked; empty where there is no schema: what
     * belongs to the entities of that table is not checked then.
     *
     * @throws io.remdb.RemException when the properties cannot be read
     */
    Optional<RowParts> parts(StoredEntity entity);

    /**
     * Hears of something that is not as it was written.
     *
     * @param part of the store: a family
     * @param what is wrong: a fixed sentence
     * @param where it is, for people
     */
    void found(String part, String what, String where);

    /** How far to go. */
    default Depth depth() {
        return Depth.DEEP;
    }

    /** Hears how many entries have been read. */
    default ProgressListener progress() {
        return ProgressListener.NONE;
    }
}
