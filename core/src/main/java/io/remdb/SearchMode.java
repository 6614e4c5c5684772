package io.remdb;

/** How a search compares rows with the question. */
public enum SearchMode {
    /** By meaning and by words, both scores fused: the default. */
    HYBRID,
    /** By meaning alone: nearest vectors by cosine; with a condition, then the matching rows that have no vector. */
    SEMANTIC,
    /** By words alone: BM25. Only rows in which a word of the question occurs, with a condition too. */
    KEYWORD
}
