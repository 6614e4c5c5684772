package io.remdb.search;

import java.util.UUID;

/**
 * A row that an index proposes.
 *
 * @param id the row; it may have been changed or deleted meanwhile
 * @param score cosine for vectors, BM25 for words
 */
public record Candidate(UUID id, float score) {}
