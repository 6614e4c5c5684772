/** What a server on TCP lets in, and what it keeps out. */
@NullMarked
package io.remdb.server.tcp;

import org.jspecify.annotations.NullMarked;
