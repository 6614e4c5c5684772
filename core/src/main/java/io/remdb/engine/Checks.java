package io.remdb.engine;

import io.remdb.search.SearchIndex;
import io.remdb.store.Store;

/** What finds damage in an open database, and what mends it. */
record Checks(Verifier verifier, Repairer repairer, IndexRebuilder rebuilder) {
    static Checks of(
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
        return new Checks(verifier, repairer, new IndexRebuilder(store, catalog, repairer, search));
    }
}
