package io.remdb.bench.quality;

/**
 * A document in a ranking.
 *
 * @param id the document
 * @param score of any scale; higher is better
 */
public record Ranked(String id, double score) {}
