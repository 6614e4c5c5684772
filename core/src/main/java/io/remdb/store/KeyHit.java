package io.remdb.store;

import java.util.UUID;

/** An entity found by one of its keys. */
public record KeyHit(int table, UUID id) {}
