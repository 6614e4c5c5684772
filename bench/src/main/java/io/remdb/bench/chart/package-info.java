/**
 * Charts with two logarithmic axes as SVG. Knows nothing of benchmarks: it is given curves and texts.
 *
 * <p>The files are looked at in pages whose colours nobody knows, and by programs that run no scripts and fetch no fonts: each has
 * its own background, and everything that it shows is in it.
 */
@NullMarked
package io.remdb.bench.chart;

import org.jspecify.annotations.NullMarked;
