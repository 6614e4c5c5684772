package io.remdb.store.rocks;

/** Where the files are. */
enum Medium {
    /** In a folder. */
    DISK,
    /** In this process's memory, where nothing has to survive it: without RocksDB's own log, and nothing to sync. */
    MEMORY
}
