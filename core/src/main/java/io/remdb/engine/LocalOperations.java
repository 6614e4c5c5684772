package io.remdb.engine;

import io.remdb.ContentHash;
import io.remdb.IndexRebuild;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Repair;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.search.SearchIndex;
import io.remdb.store.Store;
import java.util.List;

/** Keeps a database in order that is open in this process: hands each call to the class that does it. */
final class LocalOperations implements Operations {
    private final Store store;
    private final Verifier verifier;
    private final Repairer repairer;
    private final IndexRebuilder rebuilder;

    static LocalOperations of(
            Store store,
            LiveCatalog catalog,
            SchemaGate gate,
            EmbeddingModels models,
            RowEmbedder embedder,
            EntityWriter writer,
            Once<SearchIndex> search) {
        Verifier verifier = new Verifier(store, catalog, gate, models, search);
        VectorRepair vectors = new VectorRepair(store, catalog, embedder, writer);
        Repairer repairer = new Repairer(store, catalog, gate, models, vectors, verifier, search);
        return new LocalOperations(store, verifier, repairer, new IndexRebuilder(store, catalog, repairer, search));
    }

    private LocalOperations(Store store, Verifier verifier, Repairer repairer, IndexRebuilder rebuilder) {
        this.store = store;
        this.verifier = verifier;
        this.repairer = repairer;
        this.rebuilder = rebuilder;
    }

    @Override
    public Verification verify(Depth depth, ProgressListener progress) {
        return verifier.verify(depth, progress);
    }

    @Override
    public Repair repair(ProgressListener progress) {
        return repairer.repair(progress);
    }

    @Override
    public IndexRebuild rebuildIndexes(List<String> tables, ProgressListener progress) {
        return rebuilder.rebuild(tables, progress);
    }

    @Override
    public ContentHash contentHash(ProgressListener progress) {
        return new ContentHasher(store).hash(progress);
    }
}
