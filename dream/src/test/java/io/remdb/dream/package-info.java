/** Tests of dreams, with a real database and a real embedding model. */
@org.jspecify.annotations.NullMarked
package io.remdb.dream;
