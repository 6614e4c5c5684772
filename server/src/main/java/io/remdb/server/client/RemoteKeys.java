package io.remdb.server.client;

import io.remdb.DatabaseKeys;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import io.remdb.server.proto.AddRecipientRequest;
import io.remdb.server.proto.ListRecipientsRequest;
import io.remdb.server.proto.ListRecipientsResponse;
import io.remdb.server.proto.RemoveRecipientRequest;
import io.remdb.server.proto.ReplaceRecipientRequest;
import io.remdb.server.proto.RotateDataKeyRequest;
import io.remdb.server.wire.KeyWire;
import java.util.List;

/** The keys of a database that another process of this user has open. */
final class RemoteKeys implements DatabaseKeys {
    private final RemoteDatabase database;

    RemoteKeys(RemoteDatabase database) {
        this.database = database;
    }

    private ListRecipientsResponse list() {
        return database.callOwner(to -> to.listRecipients(ListRecipientsRequest.getDefaultInstance()));
    }

    @Override
    public List<Recipient> recipients() {
        return list().getRecipientsList().stream().map(KeyWire::recipient).toList();
    }

    @Override
    public int generation() {
        return list().getGeneration();
    }

    @Override
    public Recipient add(PublicKey key, String label) {
        AddRecipientRequest request = AddRecipientRequest.newBuilder()
                .setPublicKey(key.toString())
                .setLabel(label)
                .build();
        return KeyWire.recipient(
                database.callOwner(to -> to.addRecipient(request)).getRecipient());
    }

    @Override
    public void remove(String fingerprint) {
        RemoveRecipientRequest request =
                RemoveRecipientRequest.newBuilder().setFingerprint(fingerprint).build();
        database.callOwner(to -> to.removeRecipient(request));
    }

    @Override
    public Recipient replace(PublicKey former, PublicKey next) {
        ReplaceRecipientRequest request = ReplaceRecipientRequest.newBuilder()
                .setFormer(former.toString())
                .setNext(next.toString())
                .build();
        return KeyWire.recipient(
                database.callOwner(to -> to.replaceRecipient(request)).getRecipient());
    }

    @Override
    public int rotate() {
        return database.callOwner(to -> to.rotateDataKey(RotateDataKeyRequest.getDefaultInstance()))
                .getGeneration();
    }
}
