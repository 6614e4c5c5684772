package io.remdb.schema;

import java.net.URI;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** JSON pointers (RFC 6901), as text, and references into a document ({@code #/$defs/Address}). */
final class Pointers {
    private Pointers() {}

    /** The pointer of a member. */
    static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer of an element. */
    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }

    /** Where a {@code $ref} leads inside the document; empty when it leads nowhere or outside. */
    static Optional<JsonNode> resolve(JsonNode root, String reference) {
        if (!reference.startsWith("#")) {
            return Optional.empty();
        }
        try {
            String fragment = reference.indexOf('%') < 0
                    ? reference.substring(1)
                    : URI.create(reference).getFragment();
            JsonNode target = root.at(JsonPointer.compile(fragment));
            return target.isMissingNode() ? Optional.empty() : Optional.of(target);
        } catch (IllegalArgumentException e) {
            // Not a pointer: an anchor or a malformed one. Both are references that this database does not follow.
            return Optional.empty();
        }
    }
}
