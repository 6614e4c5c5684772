package io.remdb.backup;

import org.jspecify.annotations.Nullable;

/**
 * A file of a store as a backup has it.
 *
 * @param name in the store's folder
 * @param bytes its length
 * @param sha256 of its contents, in hexadecimal digits
 * @param shared its name among the files that backups share; null of a file that is the backup's own
 * @param tail by what a shared file is known without reading all of it ({@link FileTail}); null of an own one
 */
public record StoredFile(
        String name,
        long bytes,
        String sha256,
        @Nullable String shared,
        @Nullable String tail) {}
