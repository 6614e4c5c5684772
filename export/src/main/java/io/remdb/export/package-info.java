/**
 * Rows as files: Parquet and CSV for other programs, JSON Lines for coming back exactly. {@link io.remdb.export.Exporter} writes
 * them, {@link io.remdb.export.Importer} reads JSON Lines.
 *
 * <p>Stands on the public API of the database and on what a schema says of its fields.
 */
@NullMarked
package io.remdb.export;

import org.jspecify.annotations.NullMarked;
