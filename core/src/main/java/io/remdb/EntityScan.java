package io.remdb;

import java.util.List;

/**
 * The rows of tables as they were at one moment, whatever is written since: one table after the other, each in the order of its
 * ids (as text sorts them), every row with all of its edges by type and target. Read as they are asked for, so of any number; the
 * edges of one row are held together. What is replaced meanwhile stays on the disk until this is closed. One thread at a time;
 * close it when done.
 *
 * <p>Where another process has the database open and goes in the middle, the moment is gone with it: the next row is
 * {@link ErrorCode#UNAVAILABLE}, and the scan must be begun anew.
 */
public interface EntityScan extends EntityCursor {
    /** The tables, in the order in which their rows come. */
    List<ScannedTable> tables();
}
