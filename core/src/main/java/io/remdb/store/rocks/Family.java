package io.remdb.store.rocks;

import java.nio.charset.StandardCharsets;

/** The column families. */
enum Family {
    /** table, id: entity. */
    ENTITIES("entities", 1),
    /** id: table. */
    IDS("ids", 2),
    /** key, id: table. */
    KEY_INDEX("key_index", 3),
    /** table, field, value, id: flags. */
    INDEXES("indexes", 4),
    /** source, type, target: edge. */
    EDGES("edges", 5),
    /** target, type, source: edge. */
    EDGES_REVERSE("edges_reverse", 6),
    /** table, slot, id: vector. */
    EMBEDDINGS("embeddings", 7),
    /** sequence: log entry. */
    WAL("wal", 8),
    /** name: wrapped key. */
    KEYS("keys", 9),
    /** name: format, counters, definitions. */
    META("meta", 10);

    private final String familyName;
    private final int number;

    Family(String familyName, int number) {
        this.familyName = familyName;
        this.number = number;
    }

    /** What binds an encrypted value or token to its family; never changed. */
    int number() {
        return number;
    }

    String familyName() {
        return familyName;
    }

    byte[] bytes() {
        return familyName.getBytes(StandardCharsets.UTF_8);
    }
}
