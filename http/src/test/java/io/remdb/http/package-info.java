/** Tests of requests, and what the tests of other modules need of them. */
@org.jspecify.annotations.NullMarked
package io.remdb.http;
