package io.remdb.search;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler.MergeSource;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/**
 * The Lucene index of one table. Documents may be put by several threads; everything else by one thread at a time, except
 * {@link #acquire}.
 *
 * <p>No method may run in a thread that somebody may interrupt: an interrupt closes the file that is being written, and the
 * index with it.
 */
final class TableWriter {
    /** What an index tells its owner, from a thread of its own. */
    interface MergeListener {
        /** Segments with so many rows were merged: a refresh shows it and lets go of the old files. */
        void merged(int rows);

        /** A merge failed, and with it the index. */
        void failed(Throwable cause);
    }

    private static final double BUFFER_MEGABYTES = 64;
    /** Below what has a graph, so that no graph is ever built while a row is written. */
    private static final int BUFFERED_ROWS = 8000;

    private static final int MERGES_AT_ONCE = 2;
    private static final int MERGES_WAITING = 16;

    private final RowMapping mapping;
    private final String fingerprint;
    private final SearchSizes sizes;
    private final Directory directory;
    private final IndexFolder folder;
    private final IndexWriter writer;
    private final Merges merges;
    private volatile DirectoryReader reader;

    private TableWriter(
            RowMapping mapping,
            String fingerprint,
            SearchSizes sizes,
            Directory directory,
            IndexFolder folder,
            IndexWriter writer)
            throws IOException {
        this.merges = (Merges) writer.getConfig().getMergeScheduler();
        this.mapping = mapping;
        this.fingerprint = fingerprint;
        this.sizes = sizes;
        this.directory = directory;
        this.folder = folder;
        this.writer = writer;
        this.reader = DirectoryReader.open(writer);
    }

    /**
     * Opens an index that has a commit, or makes an empty one.
     *
     * @param fingerprint kept with each commit: whoever opens the index with another one builds it anew
     * @throws IOException also when the files are damaged or those of another version of Lucene
     */
    static TableWriter open(
            IndexFolder folder,
            IndexFolder.Place place,
            RowMapping mapping,
            String fingerprint,
            Codec codec,
            SearchSizes sizes,
            OpenMode mode,
            MergeListener listener)
            throws IOException {
        Directory directory = folder.directory(place);
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(directory, config(mapping, codec, sizes, mode, listener));
            return new TableWriter(mapping, fingerprint, sizes, directory, folder, writer);
        } catch (Throwable e) {
            if (writer != null) {
                closeAfter(e, writer);
            }
            folder.release(directory);
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, IndexWriter writer) {
        try {
            writer.rollback();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static IndexWriterConfig config(
            RowMapping mapping, Codec codec, SearchSizes sizes, OpenMode mode, MergeListener listener) {
        Merges scheduler = new Merges(listener);
        scheduler.setMaxMergesAndThreads(MERGES_WAITING, MERGES_AT_ONCE);
        scheduler.disableAutoIOThrottle();
        boolean graphs = mapping.dimension() > 0 || mapping.alternativeDimension() > 0;
        // Without graphs there is nothing to keep small: large segments spare merges, and Lucene's own policy suits
        // them.
        MergePolicy policy = graphs ? new GraphMergePolicy(sizes) : new TieredMergePolicy();
        if (policy instanceof TieredMergePolicy tiered) {
            // Where it is asked for, all deleted rows go; nobody else asks.
            tiered.setForceMergeDeletesPctAllowed(0);
        }
        policy.setNoCFSRatio(0.1);
        return new IndexWriterConfig(WordSearch.ANALYZER)
                .setOpenMode(mode)
                .setCodec(codec)
                .setSimilarity(WordSearch.SIMILARITY)
                .setMergePolicy(policy)
                .setMergeScheduler(scheduler)
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setMaxBufferedDocs(graphs ? BUFFERED_ROWS : IndexWriterConfig.DISABLE_AUTO_FLUSH)
                .setMaxFullFlushMergeWaitMillis(0)
                .setCommitOnClose(false);
    }

    /** Merges that report what becomes of them. */
    private static final class Merges extends ConcurrentMergeScheduler {
        /** A merge that fails tells nobody that it has ended. */
        private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

        private final MergeListener listener;
        private long finished;

        Merges(MergeListener listener) {
            this.listener = listener;
        }

        @Override
        protected void doMerge(MergeSource source, MergePolicy.OneMerge merge) throws IOException {
            super.doMerge(source, merge);
            listener.merged(merge.totalNumDocs());
            synchronized (this) {
                finished++;
                notifyAll();
            }
        }

        /** Returns when a merge has ended, or none is running, or time is up. */
        synchronized void awaitOne(long nanos) throws InterruptedException {
            long before = finished;
            long end = System.nanoTime() + nanos;
            while (finished == before && mergeThreadCount() > 0 && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.min(end - System.nanoTime(), LOOK_AGAIN_NANOS));
            }
        }

        @Override
        protected void handleMergeException(Throwable cause) {
            listener.failed(cause);
        }
    }

    RowMapping mapping() {
        return mapping;
    }

    /** Adds a row that is certainly not there. */
    void add(Document document) throws IOException {
        writer.addDocument(document);
    }

    void put(UUID id, Document document) throws IOException {
        writer.updateDocument(idTerm(id), document);
    }

    void remove(UUID id) throws IOException {
        writer.deleteDocuments(idTerm(id));
    }

    private static Term idTerm(UUID id) {
        return new Term(RowDocument.ID, IdTerm.of(id));
    }

    /** Makes what was put visible to those who acquire from now on. */
    void refresh() throws IOException {
        DirectoryReader old = reader;
        DirectoryReader current = DirectoryReader.openIfChanged(old, writer);
        if (current != null) {
            reader = current;
            old.decRef();
        }
    }

    /**
     * The rows as of the last refresh. To be given back with {@code decRef}.
     *
     * @throws AlreadyClosedException
     */
    @SuppressWarnings("ReferenceEquality") // whether a refresh came between
    DirectoryReader acquire() {
        while (true) {
            DirectoryReader current = reader;
            if (current.tryIncRef()) {
                return current;
            }
            if (current == reader) {
                throw new AlreadyClosedException("The search index is closed");
            }
        }
    }

    void awaitMerges() {
        merges.sync();
    }

    String describe() {
        StringBuilder text =
                new StringBuilder(writer.hasPendingMerges() || merges.mergeThreadCount() > 0 ? "merging" : "settled");
        for (LeafReaderContext leaf : reader.leaves()) {
            text.append(' ')
                    .append(leaf.reader().numDocs())
                    .append('-')
                    .append(leaf.reader().numDeletedDocs());
        }
        return text.toString();
    }

    /** Starts the merges that are due. */
    void mergeInBackground() throws IOException {
        writer.maybeMerge();
    }

    /**
     * Returns when a merge has ended, or none is running, or time is up; at once when few rows would be compared one by one.
     * Who opens and closes the index again and again would otherwise begin the same merge each time and never end it.
     */
    void awaitMergeOfMany(int flatRows, long nanos) throws IOException, InterruptedException {
        if (merges.mergeThreadCount() == 0) {
            return;
        }
        refresh();
        int flat = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            int rows = leaf.reader().numDocs();
            flat += rows < sizes.flatRows() ? rows : 0;
        }
        if (flat >= flatRows) {
            merges.awaitOne(nanos);
        }
    }

    /** Returns when all segments are without deleted rows. */
    void mergeDeletedAway() throws IOException {
        writer.forceMergeDeletes(true);
    }

    /** Bytes of what is not in files yet. */
    long bufferBytes() {
        return writer.ramBytesUsed();
    }

    /** Whether there is something that a commit would make durable: rows, or merged segments. */
    boolean hasUncommittedChanges() {
        return writer.hasUncommittedChanges();
    }

    /** Makes everything durable that was put, as being complete up to a sequence. */
    void commit(long applied) throws IOException {
        writer.setLiveCommitData(IndexFolder.commitData(applied, fingerprint).entrySet());
        writer.commit();
    }

    /** Drops what is not committed, stops merges, and closes. Readers that were acquired stay usable. */
    void close() throws IOException {
        IOUtils.close(reader::decRef, writer::rollback, () -> folder.release(directory));
    }

    /** Hands a failure on instead of throwing it, for use where another one is being handled. */
    void closeQuietly(Consumer<Exception> failed) {
        try {
            close();
        } catch (IOException | RuntimeException e) {
            failed.accept(e);
        }
    }
}
