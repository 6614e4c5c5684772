/** The archive of the log: everything that a store writes, kept in files of its own, from which a backup is brought up to a later point. */
@NullMarked
package io.remdb.backup.archive;

import org.jspecify.annotations.NullMarked;
