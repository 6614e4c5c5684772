/**
 * Cuts what happened into activities: by pauses, by sessions, and by changes of the topic ({@link io.remdb.dream.segment.TopicCuts}).
 */
@NullMarked
package io.remdb.dream.segment;

import org.jspecify.annotations.NullMarked;
