package io.remdb.server.owner;

import io.remdb.Backup;
import io.remdb.Backups;
import io.remdb.Compaction;
import io.remdb.ContentHash;
import io.remdb.IndexRebuild;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Repair;
import io.remdb.Statistics;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps a shared database in order, through whoever owns it. */
final class SharedOperations implements Operations {
    private final SharedDatabase database;

    SharedOperations(SharedDatabase database) {
        this.database = database;
    }

    @Override
    public Verification verify(Depth depth, ProgressListener progress) {
        return database.with(current -> current.operations().verify(depth, progress));
    }

    /** What an owner has mended before it went is right, and not counted again. */
    @Override
    public Repair repair(ProgressListener progress) {
        return database.with(current -> current.operations().repair(progress));
    }

    @Override
    public IndexRebuild rebuildIndexes(List<String> tables, ProgressListener progress) {
        return database.with(current -> current.operations().rebuildIndexes(tables, progress));
    }

    /** Where the answer is lost with the owner, a backup that is there and was not before is the one that was made. */
    @Override
    public Backup backup(Path folder, ProgressListener progress) {
        Set<Path> before = Backups.list(folder).stream().map(Backup::path).collect(Collectors.toSet());
        return database.perhapsAgain((current, again) -> {
            Optional<Backup> made = again
                    ? Backups.list(folder).reversed().stream()
                            .filter(backup -> backup.problem() == null && !before.contains(backup.path()))
                            .findFirst()
                    : Optional.empty();
            return made.orElseGet(() -> current.operations().backup(folder, progress));
        });
    }

    @Override
    public ContentHash contentHash(ProgressListener progress) {
        return database.with(current -> current.operations().contentHash(progress));
    }

    @Override
    public Statistics stats() {
        return database.with(current -> current.operations().stats());
    }

    /** When the other process goes in the middle, what it has removed is not in the result. */
    @Override
    public VacuumResult vacuum(VacuumOptions options, ProgressListener progress) {
        return database.with(current -> current.operations().vacuum(options, progress));
    }

    @Override
    public Compaction compact(ProgressListener progress) {
        return database.with(current -> current.operations().compact(progress));
    }
}
