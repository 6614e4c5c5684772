/** What an activity was: its name, summary, kind, topics, moods and people. Who says it is a {@link io.remdb.dream.describe.Describer}. */
@NullMarked
package io.remdb.dream.describe;

import org.jspecify.annotations.NullMarked;
