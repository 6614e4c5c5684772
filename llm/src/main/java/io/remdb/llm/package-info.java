/**
 * Language models behind the APIs of OpenAI (and of whoever speaks it), Anthropic and Ollama, asked for JSON of a given schema.
 *
 * <p>{@link io.remdb.llm.LanguageModels} opens one by its name. langchain4j knows how the services want to be asked; requests are sent by
 * {@code io.remdb.http}, so that retries, limits of time and errors are those of every service. Nothing here knows a database, and nothing is
 * sent before {@link io.remdb.llm.LanguageModel#complete}.
 */
@NullMarked
package io.remdb.llm;

import org.jspecify.annotations.NullMarked;
