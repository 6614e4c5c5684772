/**
 * What a database says of what it does: counts and durations that are always kept, spans and instruments of OpenTelemetry where the program
 * has set up its SDK, lines in the log for errors and for what is slow, and the figures as Prometheus reads them. Nothing here tells what
 * rows hold. {@code engine} measures; everybody else reads {@link io.remdb.Statistics}.
 */
@NullMarked
package io.remdb.telemetry;

import org.jspecify.annotations.NullMarked;
