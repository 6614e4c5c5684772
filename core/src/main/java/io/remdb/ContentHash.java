package io.remdb;

/**
 * What a database holds, in one number: equal for two databases with the same tables, rows, times, vectors and edges, whatever their
 * files look like.
 *
 * @param hash 64 hexadecimal digits
 * @param sequence the last entry of the log that was seen
 * @param rows of all tables, soft-deleted ones included
 */
public record ContentHash(String hash, long sequence, long rows) {}
