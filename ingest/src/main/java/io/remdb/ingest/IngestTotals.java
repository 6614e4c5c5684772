package io.remdb.ingest;

/**
 * What became of all files.
 *
 * @param files that were looked at
 * @param created that are new
 * @param replaced that have changed
 * @param unchanged that have not
 * @param failed that were not taken in
 * @param passedOver what was left out in folders: hidden, ignored, links, formats that hold no text
 * @param chunks that were written
 * @param rows that were written from files of rows
 */
public record IngestTotals(
        long files,
        long created,
        long replaced,
        long unchanged,
        long failed,
        long passedOver,
        long chunks,
        long rows) {}
