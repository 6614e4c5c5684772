package io.remdb.sql;

import java.util.List;

/** One mention of a table, a view or a table function in one prepared statement. Belongs to one session. */
interface Mention {
    /** The session whose statement it is in. */
    SqlSession owner();

    /** The name of the table, view or function. */
    String getName();

    /** What columns it has, as they are to be suggested. */
    List<String> columnNames();

    /** Tells H2 that results it remembers from an earlier execution are out of date. */
    void startExecution(long version);

    /** Ends an open lookup, if there is one. */
    void closeCursor();
}
