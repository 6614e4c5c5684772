package io.remdb.sql;

import io.remdb.value.ScalarType;

/**
 * A parameter that an indexed field must equal: how many rows that leaves decides the plan.
 *
 * @param parameter from 0
 * @param table the table's number
 * @param field the number of the field's index
 * @param type of the field
 */
record EqualParameter(int parameter, int table, int field, ScalarType type) {}
