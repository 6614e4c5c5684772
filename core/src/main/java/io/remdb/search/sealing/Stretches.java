package io.remdb.search.sealing;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/** The parts of a file's content that are there in one piece. Thread-safe; who searches never waits for one to be made. */
final class Stretches implements Closeable {
    private static final System.Logger LOG = System.getLogger(Stretches.class.getName());
    /** A process that searches once or twice is sooner done with the blocks it needs. */
    private static final int ASKED_OFTEN = 3;

    private final SealedFile file;
    private final BlockCache cache;
    /** Replaced as a whole, under the lock of this object. */
    private volatile Stretch[] made = {};
    /** How often a search has found none. */
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicBoolean beingMade = new AtomicBoolean();

    Stretches(SealedFile file, BlockCache cache) {
        this.file = file;
        this.cache = cache;
    }

    /** The one that has some part of the content; null when none was made. */
    @Nullable
    Stretch find(long position, long length) {
        for (Stretch stretch : made) {
            if (stretch.covers(position, length)) {
                return stretch;
            }
        }
        return null;
    }

    /**
     * The same, made now when there is none; null when there is no memory for it.
     *
     * @throws org.apache.lucene.index.CorruptIndexException when some block of it is damaged
     */
    synchronized @Nullable Stretch now(long position, long length) throws IOException {
        Stretch known = find(position, length);
        boolean make = known == null && cache.reserve(length, VectorUse.MERGE);
        return make ? make(position, length, VectorUse.MERGE) : known;
    }

    /** The same, made by a thread of its own when it has been asked for often enough; null until it is there. */
    @Nullable
    Stretch soon(long position, long length) {
        Stretch known = find(position, length);
        if (known != null || asked.incrementAndGet() < ASKED_OFTEN || beingMade.getAndSet(true)) {
            return known;
        }
        Stretch meanwhile = find(position, length); // by who made one until just now
        if (meanwhile == null && cache.reserve(length, VectorUse.SEARCH)) {
            Thread.ofPlatform().daemon().name("rem-search-vectors").start(() -> makeInBackground(position, length));
        } else {
            beingMade.set(false); // there may be room another time
        }
        return meanwhile;
    }

    private void makeInBackground(long position, long length) {
        try {
            synchronized (this) {
                // Where the system has no memory it is not tried again: each attempt costs a garbage collection.
                beingMade.set(make(position, length, VectorUse.SEARCH) == null);
            }
        } catch (AlreadyClosedException _) {
            // nobody wants it any more
        } catch (IOException | RuntimeException e) {
            // Who comes to read the damaged block is told. There is no second try.
            LOG.log(System.Logger.Level.DEBUG, "Vectors cannot be brought into one piece", e);
        }
    }

    /** With the lock and the reservation, which it gives back when it fails. */
    private @Nullable Stretch make(long position, long length, VectorUse use) throws IOException {
        Stretch stretch = null;
        try {
            file.ensureOpen();
            stretch = new Stretch(position, length, use);
            file.copyTo(stretch);
            Stretch[] more = Arrays.copyOf(made, made.length + 1);
            more[made.length] = stretch;
            made = more;
            return stretch;
        } catch (OutOfMemoryError e) {
            LOG.log(System.Logger.Level.DEBUG, "There is no memory to have vectors in one piece", e);
            free(stretch, length, use);
            cache.refusedBySystem(length, use);
            return null;
        } catch (IOException | RuntimeException e) {
            free(stretch, length, use);
            throw e;
        }
    }

    private void free(@Nullable Stretch stretch, long length, VectorUse use) {
        if (stretch != null) {
            stretch.free();
        }
        cache.release(length, use);
    }

    /** After the file has been marked as closed: what is being made is given up. */
    @Override
    public synchronized void close() {
        Stretch[] left = made;
        made = new Stretch[0];
        for (Stretch stretch : left) {
            free(stretch, stretch.length(), stretch.use());
        }
    }
}
