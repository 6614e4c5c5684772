package io.remdb.search.sealing;

import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.IOContext;

/** What vectors in a file are read for. */
enum VectorUse {
    /** There are none. */
    NONE,
    SEARCH,
    /** To build a graph: each one is compared with thousands of others, and soon nobody needs them any more. */
    MERGE;

    /** As Lucene says when it opens a file. */
    static VectorUse of(IOContext context) {
        if (!context.hints().contains(FileDataHint.KNN_VECTORS)) {
            return NONE;
        }
        return context.context() == IOContext.Context.MERGE ? MERGE : SEARCH;
    }
}
