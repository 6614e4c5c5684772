/** Tests of dreams: segment, with a real database and a real embedding model. */
@org.jspecify.annotations.NullMarked
package io.remdb.dream.segment;
