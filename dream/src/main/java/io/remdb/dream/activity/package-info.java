/**
 * What happened, as the database has it: messages and resources in order of time ({@link io.remdb.dream.activity.ActivityReader}), and
 * the activities that they make up.
 */
@NullMarked
package io.remdb.dream.activity;

import org.jspecify.annotations.NullMarked;
