/**
 * A folder of backups and what is in it: manifests, shared files, checksums. Knows of a store that it is files and an end of a log; the
 * engine makes copies of those and databases of these.
 */
@NullMarked
package io.remdb.backup;

import org.jspecify.annotations.NullMarked;
