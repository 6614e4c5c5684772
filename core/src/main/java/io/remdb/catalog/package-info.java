/** The tables of an open database: each schema with the numbers under which the store keeps it. */
@NullMarked
package io.remdb.catalog;

import org.jspecify.annotations.NullMarked;
