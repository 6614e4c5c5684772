package io.remdb;

/** How a search compares rows with the question. */
public enum SearchMode {
    /** By meaning and by words, both scores fused: the default. */
    HYBRID,
    /** By meaning alone: nearest vectors by cosine. */
    SEMANTIC,
    /** By words alone: BM25. */
    KEYWORD
}
