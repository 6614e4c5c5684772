/**
 * Models behind the OpenAI embeddings API, at OpenAI or at any server that speaks it ({@code P8_OPENAI_BASE_URL}).
 *
 * <p>Entered through {@link java.util.ServiceLoader}; nobody calls it directly. One request of one API is all that is
 * needed, so it is made with the JDK's HTTP client and the project's JSON: the client libraries would bring a second
 * Jackson, a second HTTP stack (OkHttp and Kotlin in one case) and a tokenizer, and batching, order, limits and errors
 * would still be ours. {@code docs/decisions/004-remote-embeddings.md} has the comparison.
 */
@NullMarked
package io.remdb.embedding.openai;

import org.jspecify.annotations.NullMarked;
