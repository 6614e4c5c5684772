/** The one JSON mapper, with the limits that every input is held to. */
@NullMarked
package io.remdb.json;

import org.jspecify.annotations.NullMarked;
