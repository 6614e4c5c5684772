/**
 * Reads what happened and writes down what it meant: messages and resources of some time become moments, links, summaries and themes. {@link
 * io.remdb.dream.Dream} is the way in. Everything that is written says who wrote it and can be taken back; nothing that a person wrote is changed.
 */
@NullMarked
package io.remdb.dream;

import org.jspecify.annotations.NullMarked;
