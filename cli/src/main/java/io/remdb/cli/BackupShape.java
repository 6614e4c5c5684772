package io.remdb.cli;

import io.remdb.Backup;
import io.remdb.cli.output.Cells;
import io.remdb.cli.output.RowShape;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A backup in a list; for people without the folder that all of them are in. */
final class BackupShape implements RowShape<Backup> {
    private static final List<String> COLUMNS = List.of(
            "path",
            "created_at",
            "sequence",
            "committed_at",
            "bytes",
            "own_bytes",
            "shared_bytes",
            "encrypted",
            "format_version",
            "verified_at",
            "problem");
    private static final List<String> TABLE_COLUMNS =
            List.of("backup", "created_at", "sequence", "MB", "own MB", "encrypted", "verified_at");
    private static final double MEGABYTE = 1 << 20;

    @Override
    public ObjectNode json(Backup backup) {
        return BackupJson.of(backup);
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> cells(Backup backup) {
        ObjectNode json = json(backup);
        return COLUMNS.stream().map(column -> Cells.text(json.get(column))).toList();
    }

    @Override
    public List<String> tableColumns() {
        return TABLE_COLUMNS;
    }

    @Override
    public List<String> tableCells(Backup backup) {
        String name = String.valueOf(backup.path().getFileName());
        if (backup.problem() != null) {
            return List.of(name, backup.problem(), "", "", "", "", "");
        }
        return List.of(
                name,
                backup.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                Long.toString(backup.sequence()),
                megabytes(backup.bytes()),
                megabytes(backup.ownBytes()),
                Boolean.toString(backup.encrypted()),
                backup.verifiedAt() == null
                        ? ""
                        : backup.verifiedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MEGABYTE);
    }
}
