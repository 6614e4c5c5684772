/** Describes activities without a language model: everything that is said is taken from the texts, or chosen from a list by the embedding model. */
@NullMarked
package io.remdb.dream.local;

import org.jspecify.annotations.NullMarked;
