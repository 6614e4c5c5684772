/** How implementations of the public API are found: by {@link java.util.ServiceLoader}, never by name. */
@NullMarked
package io.remdb.spi;

import org.jspecify.annotations.NullMarked;
