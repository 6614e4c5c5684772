/**
 * Schemas: where they come from (JSON, YAML, Pydantic, Java records, templates), what they mean ({@link
 * io.remdb.schema.TableSchema}), whether a row obeys one, and how one may become another.
 *
 * <p>Nothing here reads or writes a database.
 */
@NullMarked
package io.remdb.schema;

import org.jspecify.annotations.NullMarked;
