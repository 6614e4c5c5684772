/** How many questions in plain language are answered rightly. */
@NullMarked
package io.remdb.bench.ask;

import org.jspecify.annotations.NullMarked;
