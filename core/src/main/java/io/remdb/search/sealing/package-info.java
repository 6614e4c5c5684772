/**
 * Index files that nobody can read without the key: a Lucene {@code Directory} over another one, which seals what is written in
 * blocks and opens them at any place, and the memory in which opened blocks are kept. It knows nothing of rows and tables;
 * {@code search} opens its folders through it.
 */
@NullMarked
package io.remdb.search.sealing;

import org.jspecify.annotations.NullMarked;
