package io.remdb.store;

import io.remdb.ProgressListener;
import java.util.Optional;

/** How the data of a store is checked. */
public interface StoreCheck {
    /**
     * What the schema derives from an entity; empty where that is not known, or while it is being built: what is derived from the
     * entities of that table is not checked then.
     */
    Optional<Change.Derived> derived(StoredEntity entity);

    /**
     * Hears of something that is not as it was written.
     *
     * @param part of the store: a family
     * @param what is wrong: a fixed sentence
     * @param where it is, for people
     */
    void found(String part, String what, String where);

    /** Hears how many entries have been read. */
    default ProgressListener progress() {
        return ProgressListener.NONE;
    }
}
