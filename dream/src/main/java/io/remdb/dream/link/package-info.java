/** What is linked with what: neighbours in meaning, themes of a window, and entities that a text names. Nothing here writes. */
@NullMarked
package io.remdb.dream.link;

import org.jspecify.annotations.NullMarked;
