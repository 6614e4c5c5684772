package io.remdb.store;

import io.remdb.value.FieldValue;

/**
 * One value under which an entity stands in an ordered index. A scalar field has exactly one entry ({@link FieldValue.Null}
 * where it has no value, so that a scan of the index sees every row); an array has one for each distinct element.
 *
 * @param field the field's number in its table
 * @param value the value
 */
public record IndexEntry(int field, FieldValue value) {}
