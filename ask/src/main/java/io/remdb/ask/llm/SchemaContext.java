package io.remdb.ask.llm;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/**
 * What a model is told of a database.
 *
 * @param tables the tables, the nearest to the question first where not all are there
 * @param json each table with its fields, some of their values, and its edges; at most {@link SchemaContextReader#MOST_CHARACTERS} long
 */
record SchemaContext(List<String> tables, ArrayNode json) {}
