/**
 * Questions with the help of a language model: it plans ({@link io.remdb.ask.llm.LlmPlanner}) and puts what was found into words ({@link
 * io.remdb.ask.llm.AnswerWriter}). It is told the schema, some values of its fields, and for an answer the rows; all of that is data to it,
 * and whatever it writes is checked: a plan only ever reads, and an answer cites only rows that there are.
 */
@NullMarked
package io.remdb.ask.llm;

import org.jspecify.annotations.NullMarked;
