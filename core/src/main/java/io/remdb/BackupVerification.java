package io.remdb;

import org.jspecify.annotations.Nullable;

/**
 * What a check of a backup has found.
 *
 * @param backup that was checked; all of its files are as they were written
 * @param contents what was found in the database when it was opened; null where it is encrypted and no key was given
 */
public record BackupVerification(Backup backup, @Nullable Verification contents) {
    /** Whether nothing was found that is not as it was written. */
    public boolean isSound() {
        return contents == null || contents.isSound();
    }
}
