package io.remdb.engine;

import io.remdb.BackupVerification;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.Verification;
import io.remdb.backup.BackupErrors;
import io.remdb.backup.BackupFolder;
import io.remdb.backup.BackupManifest;
import io.remdb.backup.BackupReader;
import io.remdb.backup.FileWork;
import io.remdb.backup.ScratchCopy;
import io.remdb.store.rocks.RocksStore;
import io.remdb.telemetry.Telemetry;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Checks a backup: all bytes by their checksums, then everything in it as what it is, in a copy that is opened. */
final class BackupVerifier {
    private final BackupFolder.Found backup;
    private final OpenOptions options;
    private final FileWork work;

    BackupVerifier(BackupFolder.Found backup, OpenOptions options, FileWork work) {
        this.backup = backup;
        this.options = options;
        this.work = work;
    }

    BackupVerification verify(ProgressListener progress) {
        BackupManifest manifest = backup.entry().manifest();
        BackupReader reader = new BackupReader(backup, work);
        boolean sound = false;
        try {
            BackupRestorer.requireReadable(manifest, backup.entry().path());
            reader.check(progress);
            Verification contents = open(manifest, progress);
            sound = contents == null || contents.isSound();
            if (contents != null && sound) {
                reader.remarkSound(Instant.now().truncatedTo(ChronoUnit.MICROS));
            }
            return new BackupVerification(backup.folder().describe(backup.entry()), contents);
        } finally {
            if (!sound) {
                reader.remarkNothing();
            }
        }
    }

    private @Nullable Verification open(BackupManifest manifest, ProgressListener progress) {
        try (ScratchCopy copy = ScratchCopy.of(backup, work);
                EmbeddingModels models = new EmbeddingModels(options.config(), Telemetry.ofProgram(0))) {
            try (RocksStore store = RocksStore.open(copy.store(), Creation.NEVER, options.config(), options.keys())) {
                requireWhole(manifest, store);
                return new StoredRows(store, models).verify(progress);
            } catch (RemException e) {
                if (manifest.encrypted() && e.code() == ErrorCode.SEALED) {
                    return null;
                }
                throw e;
            }
        } catch (IOException e) {
            throw BackupErrors.of(e, "A backup cannot be opened", backup.entry().path());
        }
    }

    private void requireWhole(BackupManifest manifest, RocksStore store) {
        long last = store.log().lastSequence();
        if (last != manifest.sequence() || !store.databaseId().equals(manifest.databaseId())) {
            throw new RemException(ErrorCode.CORRUPTED, "The backup does not have what its manifest says")
                    .with("path", backup.entry().path())
                    .with("sequence", last)
                    .with("expected", manifest.sequence())
                    .hint("Use another backup");
        }
    }
}
