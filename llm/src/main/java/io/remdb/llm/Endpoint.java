package io.remdb.llm;

import io.remdb.http.Service;

/**
 * Where a provider's models are asked.
 *
 * @param baseUrl without a slash at the end
 * @param service the same, for requests and messages
 * @param own whether it is the provider's own service, whose prices are known and which wants a key
 */
record Endpoint(String baseUrl, Service service, boolean own) {}
