package io.remdb;

import java.nio.file.Path;

/**
 * What an open database is.
 *
 * @param path its folder; empty for one in memory
 * @param encrypted whether its content is sealed
 * @param formatVersion of its files
 * @param sequence of the last write
 */
public record DatabaseInfo(Path path, boolean encrypted, int formatVersion, long sequence) {}
