/**
 * The database in this process: puts the other rooms together behind {@link io.remdb.RemDatabase} and holds the one write path.
 *
 * <p>Nobody enters; it is found through {@link io.remdb.spi.DatabaseProvider}.
 */
@NullMarked
package io.remdb.engine;

import org.jspecify.annotations.NullMarked;
