/** What can be said of texts without a language model: sentences, words, phrases that may be topics, and names of people. */
@NullMarked
package io.remdb.dream.text;

import org.jspecify.annotations.NullMarked;
