package io.remdb.bench;

/**
 * A measured value that is no latency and no rate.
 *
 * @param name such as {@code recall@10}
 * @param value the figure
 * @param unit such as {@code ms}; empty for a ratio or a count
 */
record Figure(String name, double value, String unit) {
    static final String RECALL = "recall@10";
    static final String SHORT_ANSWERS = "short answers";
    static final String RAW_RATIO = "of the raw model rate";
    static final String PER_ROW = "a row";
}
