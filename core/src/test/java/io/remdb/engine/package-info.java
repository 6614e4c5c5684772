/** The whole database in process, with real storage, search and SQL; only the embedding model is a small one of our own. */
@NullMarked
package io.remdb.engine;

import org.jspecify.annotations.NullMarked;
