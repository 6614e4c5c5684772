/** Describes activities with a language model. */
@NullMarked
package io.remdb.dream.llm;

import org.jspecify.annotations.NullMarked;
