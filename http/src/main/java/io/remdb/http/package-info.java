/**
 * Requests to services elsewhere, such as those that have embedding and language models: repeated while that may help, within limits of
 * time, with errors that say what the service said and never show its key.
 *
 * <p>It is entered by the modules that speak a service's language, and knows none of these itself. Made with the JDK's HTTP client.
 */
@NullMarked
package io.remdb.http;

import org.jspecify.annotations.NullMarked;
