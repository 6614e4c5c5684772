/** Tests of planning and writing with a language model, against a server that speaks the languages of their services. */
@org.jspecify.annotations.NullMarked
package io.remdb.ask.llm;
