/**
 * The process that reads formats, by Apache Tika: the one place that knows it. It runs with little memory and no settings, reads the file
 * that it is told, opens no connection, starts no program, runs no macro, and is ended from outside when it takes too long.
 */
@NullMarked
package io.remdb.ingest.parser.child;

import org.jspecify.annotations.NullMarked;
