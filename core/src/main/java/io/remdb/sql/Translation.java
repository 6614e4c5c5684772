package io.remdb.sql;

import io.remdb.value.Predicate;

/** Whether a predicate can be evaluated without SQL. */
public sealed interface Translation {
    /** It can, and means this. */
    record Translated(Predicate predicate) implements Translation {}

    /**
     * It cannot.
     *
     * @param at where the first part begins that only SQL evaluates
     */
    record OnlySql(String at) implements Translation {}
}
