/** Tests of links. */
@org.jspecify.annotations.NullMarked
package io.remdb.dream.link;
