/** Tests of what owners do by themselves. */
@NullMarked
package io.remdb.server.work;

import org.jspecify.annotations.NullMarked;
