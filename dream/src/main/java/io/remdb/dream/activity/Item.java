package io.remdb.dream.activity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message, or a text that was taken in.
 *
 * @param ids of its rows: one, or those of the chunks of one text
 * @param kind what it is
 * @param time its event time: when it was said or written
 * @param text what it says; of a text with several chunks the first
 * @param vector of its text, of unit length
 * @param session of a message; null for others
 * @param author of a message: a person's name where the row has one; null where it is not known
 * @param title of a text that was taken in; empty for messages
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are never changed, and never compared as a whole
public record Item(
        List<UUID> ids,
        Kind kind,
        Instant time,
        String text,
        float[] vector,
        @Nullable UUID session,
        @Nullable String author,
        String title) {
    /** What an item is. */
    public enum Kind {
        /** Said by a person. */
        PERSON,
        /** Said by an assistant. */
        ASSISTANT,
        /** A resource, or a document without text. */
        RESOURCE
    }

    public Item {
        ids = List.copyOf(ids);
    }

    /** The first of its rows. */
    public UUID id() {
        return ids.getFirst();
    }

    /** Whether it is a message. */
    public boolean message() {
        return kind != Kind.RESOURCE;
    }
}
