/** What io.remdb's records are on the wire, and back: every conversion to and from protobuf messages, and nothing else. */
@NullMarked
package io.remdb.server.wire;

import org.jspecify.annotations.NullMarked;
