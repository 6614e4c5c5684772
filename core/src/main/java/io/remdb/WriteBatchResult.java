package io.remdb;

/**
 * What a {@link WriteBatch} did.
 *
 * @param inserted rows that were not there before
 * @param updated rows that replaced one with the same key
 * @param deleted rows that were there and are deleted now
 */
public record WriteBatchResult(long inserted, long updated, long deleted) {}
