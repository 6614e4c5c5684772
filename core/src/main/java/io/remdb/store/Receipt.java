package io.remdb.store;

import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a write that may be asked for again: the newest some thousands of these.
 *
 * @param request the id of the request
 * @param result what it did; what its caller wants to know again
 */
public record Receipt(UUID request, ObjectNode result) {}
