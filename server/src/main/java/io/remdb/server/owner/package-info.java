/** Who has a database open, who is a client of that process, and what happens when it goes. */
@NullMarked
package io.remdb.server.owner;

import org.jspecify.annotations.NullMarked;
