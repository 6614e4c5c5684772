/**
 * Questions in plain language: a question becomes a plan ({@link io.remdb.ask.QueryPlanner}), the plan statements, the statements an
 * answer. Nothing here writes to a database.
 */
@NullMarked
package io.remdb.ask;

import org.jspecify.annotations.NullMarked;
