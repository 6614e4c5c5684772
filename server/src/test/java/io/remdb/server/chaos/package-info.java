/** Many processes at one database, while its owner is killed. */
@NullMarked
package io.remdb.server.chaos;

import org.jspecify.annotations.NullMarked;
