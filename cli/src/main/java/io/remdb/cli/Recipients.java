package io.remdb.cli;

import io.remdb.crypto.Recipient;
import io.remdb.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Recipients as JSON. */
final class Recipients {
    private Recipients() {}

    static ObjectNode json(Recipient recipient) {
        return Json.object()
                .put("fingerprint", recipient.fingerprint())
                .put("label", recipient.label())
                .put("added_at", recipient.addedAt().toString())
                .put("public_key", recipient.publicKey().toString());
    }
}
