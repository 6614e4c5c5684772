package io.remdb.crypto;

import io.remdb.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What belongs to a keyring. It is sealed under the root key, so that only who can open the database can add a recipient: an entry of
 * somebody who just has the disk is not in it.
 *
 * @param generation of the newest data key; there is one of each from 1
 * @param recipients in the order in which they were added
 */
record KeyringManifest(int generation, List<Recipient> recipients) {
    /** The entry with the manifest itself. */
    static final String ROOT = "root";
    /** The entry with the index key. */
    static final String INDEX = "index";
    /** What the names of the entries begin with that hold the root key. */
    static final String RECIPIENT = "recipient/";

    /** The entry with a data key. */
    static String dataEntry(int generation) {
        return "data/" + generation;
    }

    /** The entry with the root key for this recipient. */
    static String recipientEntry(PublicKey recipient) {
        return RECIPIENT + recipient.fingerprint();
    }

    /** The names of all entries of the keyring. */
    Set<String> entries() {
        Set<String> names = new HashSet<>(Set.of(ROOT, INDEX));
        IntStream.rangeClosed(1, generation).forEach(number -> names.add(dataEntry(number)));
        recipients.forEach(recipient -> names.add(recipientEntry(recipient.publicKey())));
        return names;
    }

    byte[] toBytes() {
        ObjectNode json = Json.object().put("generation", generation);
        ArrayNode list = json.putArray("recipients");
        for (Recipient recipient : recipients) {
            list.addObject()
                    .put("public_key", recipient.publicKey().toString())
                    .put("label", recipient.label())
                    .put("added_at", recipient.addedAt().toString());
        }
        return Json.write(json);
    }

    /** Reads what {@link #toBytes} wrote and a seal has kept. */
    static KeyringManifest parse(byte[] bytes) {
        ObjectNode json = Json.parseStored(bytes, 0, bytes.length);
        List<Recipient> recipients = new ArrayList<>();
        for (JsonNode recipient : json.get("recipients")) {
            recipients.add(new Recipient(
                    PublicKey.parse(recipient.get("public_key").stringValue()),
                    recipient.get("label").stringValue(),
                    Instant.parse(recipient.get("added_at").stringValue())));
        }
        return new KeyringManifest(json.get("generation").intValue(), List.copyOf(recipients));
    }
}
