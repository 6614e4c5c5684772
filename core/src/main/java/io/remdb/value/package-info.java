/**
 * Typed values of fields: the common tongue of schemas, ordered indexes, search filters and SQL columns.
 *
 * <p>Anything in core may use it; it uses nothing but {@link io.remdb.RemException}.
 */
@NullMarked
package io.remdb.value;

import org.jspecify.annotations.NullMarked;
