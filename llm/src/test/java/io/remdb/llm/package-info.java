/** Tests of language models against a server that speaks the languages of their services; it also serves the tests of other modules. */
@org.jspecify.annotations.NullMarked
package io.remdb.llm;
