package io.remdb.server.wire;

import io.remdb.Backup;
import java.nio.file.Path;

/** Backups as messages. */
public final class BackupWire {
    private BackupWire() {}

    /** A backup that has just been made. */
    public static io.remdb.server.proto.Backup backup(Backup backup) {
        return io.remdb.server.proto.Backup.newBuilder()
                .setPath(backup.path().toString())
                .setCreatedAt(EntityWire.micros(backup.createdAt()))
                .setDatabaseId(EntityWire.id(backup.databaseId()))
                .setSequence(backup.sequence())
                .setCommittedAt(EntityWire.micros(backup.committedAt()))
                .setFormatVersion(backup.formatVersion())
                .setEncrypted(backup.encrypted())
                .setFiles(backup.files())
                .setBytes(backup.bytes())
                .setOwnBytes(backup.ownBytes())
                .build();
    }

    /** The same read. */
    public static Backup backup(io.remdb.server.proto.Backup backup) {
        return new Backup(
                Path.of(backup.getPath()),
                EntityWire.instant(backup.getCreatedAt()),
                EntityWire.id(backup.getDatabaseId()),
                backup.getSequence(),
                EntityWire.instant(backup.getCommittedAt()),
                backup.getFormatVersion(),
                backup.getEncrypted(),
                backup.getFiles(),
                backup.getBytes(),
                backup.getOwnBytes(),
                null,
                null);
    }
}
