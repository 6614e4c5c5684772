package io.remdb.search;

import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.search.TableIndex.State;
import io.remdb.store.Store;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/** Opens the indexes of tables, or builds them from the rows, each in a thread of its own. */
final class IndexBuilder {
    private static final System.Logger LOG = System.getLogger(IndexBuilder.class.getName());
    /** Threads that build one graph. */
    private static final int MERGE_WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);

    /** Read in some hundredths of a second. */
    private static final long CHECKED_AT_OPENING_BYTES = 64 << 20;
    /** Reading through a large index takes a core for a second and more: the first search comes before it. */
    private static final long CHECKED_AFTER_NANOS = 1_000_000_000;

    private final Store store;
    private final IndexFolder folder;
    private final SearchSizes sizes;
    private final Follower follower;
    private final RowIndexer indexer;
    private final ExecutorService mergeWorkers = Executors.newFixedThreadPool(
            MERGE_WORKERS,
            Thread.ofPlatform().daemon().name("rem-search-merge-", 1).factory());
    private final Codec codec;
    private final RemConfig.Quantization quantization;
    private final Set<Thread> builds = ConcurrentHashMap.newKeySet();

    IndexBuilder(
            Store store,
            IndexFolder folder,
            RemConfig.Search config,
            SearchSizes sizes,
            Follower follower,
            RowIndexer indexer) {
        this.store = store;
        this.folder = folder;
        this.sizes = sizes;
        this.follower = follower;
        this.indexer = indexer;
        this.quantization = config.quantization();
        this.codec = VectorFormat.codec(config, sizes, MERGE_WORKERS, mergeWorkers);
    }

    /** Opens the index as it was committed, or an empty one for a table that had no rows; else it is to be built. */
    void open(TableIndex index) {
        RowMapping mapping = RowMapping.of(index.table);
        try {
            folder.deleteOthers(index.number); // left over
            if (index.knownEmpty) {
                folder.delete(index.place);
                opened(
                        index,
                        newWriter(index, mapping, OpenMode.CREATE),
                        store.log().lastSequence());
                return;
            }
            IndexFolder.Commit commit = folder.lastCommit(index.number).orElse(null);
            if (commit == null || !commit.mapping().equals(fingerprint(mapping))) {
                setState(index, State.TO_BUILD);
                return;
            }
            TableWriter writer = newWriter(index, mapping, OpenMode.APPEND);
            try {
                openedChecked(index, writer);
            } catch (Throwable e) {
                writer.closeQuietly(e::addSuppressed); // else it cannot be built anew: the folder is locked
                throw e;
            }
        } catch (LockObtainFailedException e) {
            follower.failed(index, e, false);
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The search index of a table cannot be used and is built anew: " + index.table.name(),
                    e);
            setState(index, State.TO_BUILD);
        }
    }

    /**
     * What an index on disk must have been made of. Other links or candidates of the graph (M, beam width) are no reason to make
     * it anew: they hold for the graphs that are made from then on, and all are right.
     */
    private String fingerprint(RowMapping mapping) {
        boolean vectors = mapping.dimension() > 0 || mapping.alternativeDimension() > 0;
        return switch (quantization) {
            case NONE -> mapping.fingerprint();
            case INT8 -> mapping.fingerprint() + (vectors ? "\nquantization:int8" : "");
        };
    }

    private TableWriter newWriter(TableIndex index, RowMapping mapping, OpenMode mode) throws IOException {
        String fingerprint = fingerprint(mapping);
        return TableWriter.open(
                folder, index.place, mapping, fingerprint, codec, sizes, mode, new TableWriter.MergeListener() {
                    @Override
                    public void merged(int rows) {
                        index.merged = true;
                        index.mergedGraph |= rows >= sizes.flatRows();
                        follower.askLater();
                    }

                    @Override
                    public void failed(Throwable cause) {
                        follower.failed(index, cause, Damage.isCauseOf(cause));
                    }
                });
    }

    /**
     * Lucene reads large files without their checksums, and a flipped bit in one would be a row that is not found. So small indexes are read
     * through before they answer, and large ones while they do.
     */
    private void openedChecked(TableIndex index, TableWriter writer) throws IOException {
        if (!folder.isPlain()) { // else what is read is authenticated
            opened(index, writer, store.log().lastSequence());
            return;
        }
        DirectoryReader reader = writer.acquire();
        boolean handedOver = false;
        try {
            boolean small = Damage.bytes(reader) <= CHECKED_AT_OPENING_BYTES;
            if (small && Damage.isIn(reader)) {
                throw new CorruptIndexException("A checksum is wrong", index.place.folderName());
            }
            opened(index, writer, store.log().lastSequence());
            if (!small) {
                handedOver = true;
                checkInBackground(index, reader);
            }
        } finally {
            if (!handedOver) {
                reader.decRef();
            }
        }
    }

    private void checkInBackground(TableIndex index, DirectoryReader reader) {
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("rem-search-check-" + index.table.name())
                .unstarted(() -> check(index, reader, System.nanoTime() + CHECKED_AFTER_NANOS));
        builds.add(thread);
        thread.start();
    }

    private void check(TableIndex index, DirectoryReader reader, long after) {
        try {
            while (!follower.stopping() && after - System.nanoTime() > 0) {
                LockSupport.parkNanos(CHECKED_AFTER_NANOS / 100);
            }
            if (Damage.isIn(reader, follower::stopping)) {
                follower.failed(
                        index, new CorruptIndexException("A checksum is wrong", index.place.folderName()), true);
            }
        } finally {
            builds.remove(Thread.currentThread());
            try {
                reader.decRef();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Files of a search index cannot be closed", e);
            }
        }
    }

    private void opened(TableIndex index, TableWriter writer, long rowsUpTo) {
        follower.locked(_ -> {
            index.knownEmpty = false; // it may be opened again
            index.writer = writer;
            index.rowsUpTo = rowsUpTo;
            index.openedNanos = System.nanoTime();
            index.mergesStarted = false;
            index.checkedTable = null; // compared in the next round
            if (index.state != State.DROPPED) {
                index.state = State.FOLLOWING;
            }
            return index;
        });
    }

    private void setState(TableIndex index, State state) {
        follower.locked(_ -> {
            if (index.state != State.DROPPED) {
                index.state = state;
            }
            return index;
        });
    }

    /** Closes what is left of an index that has failed and is tried again. */
    void closeFailed(TableIndex index) {
        TableWriter failed = index.writer;
        index.writer = null;
        if (failed != null) {
            failed.closeQuietly(
                    e -> LOG.log(System.Logger.Level.DEBUG, "A search index that failed cannot be closed", e));
        }
    }

    /** Whether the table's schema makes other documents than those in the index. */
    @SuppressWarnings("ReferenceEquality") // only to compare the mappings once for each version of the table
    boolean isOutdated(TableIndex index) {
        TableWriter writer = index.writer;
        if (writer == null || index.checkedTable == index.table) {
            return false;
        }
        CatalogTable table = index.table;
        boolean same = writer.mapping().sameDocumentsAs(RowMapping.of(table));
        if (same) {
            index.checkedTable = table;
        }
        return !same;
    }

    /** Begins to build an index anew. */
    void start(TableIndex index) {
        TableWriter old = index.writer;
        long builds = index.buildsAsked;
        long position = follower.locked(_ -> {
            long now = store.log().lastSequence();
            index.writer = null;
            index.visible = -1;
            index.durable = now; // holds the log, from which what is written meanwhile is read afterwards
            index.building = true;
            index.state = index.state == State.DROPPED ? State.DROPPED : State.BUILDING;
            return now;
        });
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("rem-search-build-" + index.table.name())
                .unstarted(() -> build(index, old, position, builds));
        this.builds.add(thread);
        thread.start();
    }

    private void build(TableIndex index, @Nullable TableWriter old, long position, long builds) {
        try {
            if (old != null) {
                old.close();
            }
            folder.delete(index.place);
            follower.locked(_ -> index.committedUpTo = TableIndex.NO_COMMIT);
            RowMapping mapping = RowMapping.of(index.table);
            TableWriter writer = newWriter(index, mapping, OpenMode.CREATE);
            try {
                long newest = indexer.fill(
                        writer, index.number, index.progress, () -> follower.goesOn(index), () -> isStopped(index));
                if (isStopped(index)) {
                    writer.close();
                } else {
                    store.sync(); // as in FollowerWork.commit
                    follower.goesOn(index);
                    follower.locked(_ -> index.committedUpTo = position);
                    writer.commit(position);
                    follower.goesOn(index);
                    writer.refresh();
                    built(index, writer, position, newest, builds);
                }
            } catch (Throwable e) {
                writer.closeQuietly(e::addSuppressed);
                throw e;
            }
        } catch (Throwable e) {
            follower.failed(index, e, false);
        } finally {
            finish(index);
        }
    }

    private boolean isStopped(TableIndex index) {
        return follower.stopping() || index.state == State.DROPPED;
    }

    private void built(TableIndex index, TableWriter writer, long position, long newest, long builds) {
        follower.locked(_ -> {
            index.applied = position;
            index.durable = position;
            index.visible = position;
            index.uncommitted = 0;
            index.knownEmpty = false;
            index.buildsDone = builds;
            index.builds++;
            return index;
        });
        opened(index, writer, Math.max(position, newest));
    }

    private void finish(TableIndex index) {
        boolean dropped = follower.locked(_ -> {
            index.building = false;
            return index.state == State.DROPPED;
        });
        try {
            if (dropped) {
                removeNow(index);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The search index of a removed table is left over", e);
        }
        builds.remove(Thread.currentThread());
        follower.askLater();
    }

    /** Closes and deletes the index of a table that was removed. */
    void remove(int table, @Nullable TableIndex index) throws IOException {
        if (index == null) {
            folder.delete(table);
        } else if (!index.building) { // else the thread that builds it does it
            removeNow(index);
        }
    }

    private void removeNow(TableIndex index) throws IOException {
        TableWriter writer = index.writer;
        index.writer = null;
        if (writer != null) {
            writer.close();
        }
        folder.delete(index.place);
    }

    void awaitBuilds() {
        for (Thread build : builds) {
            joinUninterrupted(build);
        }
    }

    static void joinUninterrupted(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true; // the index must be closed before the store is
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        mergeWorkers.close();
    }
}
