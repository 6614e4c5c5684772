package io.remdb.search.sealing;

/** That a block of an open file is in memory: what the clock's hand points at. */
record CachedBlock(SealedFile file, int number, int length) {}
