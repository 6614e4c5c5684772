package io.remdb.server.wire;

import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;

/** Who can open a database. */
public final class KeyWire {
    private KeyWire() {}

    /** A recipient as a message. */
    public static io.remdb.server.proto.Recipient recipient(Recipient recipient) {
        return io.remdb.server.proto.Recipient.newBuilder()
                .setPublicKey(recipient.publicKey().toString())
                .setLabel(recipient.label())
                .setAddedAt(EntityWire.micros(recipient.addedAt()))
                .build();
    }

    /** A recipient of a message. */
    public static Recipient recipient(io.remdb.server.proto.Recipient message) {
        return new Recipient(
                PublicKey.parse(message.getPublicKey()), message.getLabel(), EntityWire.instant(message.getAddedAt()));
    }
}
