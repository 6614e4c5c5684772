package io.remdb.store.rocks;

import java.nio.charset.StandardCharsets;

/** The column families. */
enum Family {
    /** table, id: entity. */
    ENTITIES("entities"),
    /** id: table. */
    IDS("ids"),
    /** key, id: table. */
    KEY_INDEX("key_index"),
    /** table, field, value, id: flags. */
    INDEXES("indexes"),
    /** source, type, target: edge. */
    EDGES("edges"),
    /** target, type, source: edge. */
    EDGES_REVERSE("edges_reverse"),
    /** table, slot, id: vector. */
    EMBEDDINGS("embeddings"),
    /** sequence: log entry. */
    WAL("wal"),
    /** name: wrapped key. */
    KEYS("keys"),
    /** name: format, counters, definitions. */
    META("meta");

    private final String familyName;

    Family(String familyName) {
        this.familyName = familyName;
    }

    String familyName() {
        return familyName;
    }

    byte[] bytes() {
        return familyName.getBytes(StandardCharsets.UTF_8);
    }
}
