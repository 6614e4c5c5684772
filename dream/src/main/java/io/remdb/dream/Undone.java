package io.remdb.dream;

/**
 * What was taken back of a run.
 *
 * @param rows that were deleted: moments, themes and summaries
 * @param edges that were removed from rows that stay
 * @param kept rows that stay, since a person has changed or linked them
 */
public record Undone(int rows, int edges, int kept) {}
