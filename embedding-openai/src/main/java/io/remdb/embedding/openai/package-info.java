/** Placeholder room. */
@NullMarked
package io.remdb.embedding.openai;

import org.jspecify.annotations.NullMarked;
