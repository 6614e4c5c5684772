/** What the tests of this module share: databases, child processes, and a model that needs no files. */
@NullMarked
package io.remdb.server.support;

import org.jspecify.annotations.NullMarked;
