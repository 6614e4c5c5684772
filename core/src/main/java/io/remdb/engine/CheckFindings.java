package io.remdb.engine;

import io.remdb.ProgressListener;
import io.remdb.ValidationProblem;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.Verification.Finding;
import io.remdb.catalog.CatalogTable;
import io.remdb.schema.RowValidator;
import io.remdb.store.RowParts;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoreContents;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a check of a database finds, as far as it is kept; tells the check of the store what rows should have. One thread. */
class CheckFindings implements StoreCheck {
    private final CheckedTables tables;
    private final Depth depth;
    private final ProgressListener progress;
    private final Map<Integer, RowValidator> validators = new HashMap<>();
    private final List<Finding> kept = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private long found;
    private long noted;

    CheckFindings(CheckedTables tables, Depth depth, ProgressListener progress) {
        this.tables = tables;
        this.depth = depth;
        this.progress = progress;
    }

    /** Finds the tables of which rows cannot be checked. */
    void findUnreadableSchemas() {
        for (String table : tables.unknown()) {
            found("schemas", "A table has no schema that can be read", "table " + table);
        }
    }

    @Override
    public Optional<RowParts> parts(StoredEntity row) {
        ObjectNode properties = row.parseProperties();
        Optional<CatalogTable> table = tables.of(row);
        if (depth == Depth.DEEP && !row.deleted()) {
            table.ifPresent(known -> validate(known, row, properties));
        }
        return table.map(known -> tables.parts(known, row, properties));
    }

    /** A schema may be made stricter than rows that exist; they are not looked at when they are deleted, as then. */
    private void validate(CatalogTable table, StoredEntity row, ObjectNode properties) {
        List<ValidationProblem> problems = validators
                .computeIfAbsent(table.number(), _ -> RowValidator.of(table.schema()))
                .validate(properties);
        if (!problems.isEmpty()) {
            if (notes.size() < Verification.MOST_FINDINGS) {
                notes.add(new Finding(
                        "entities",
                        "A row does not obey its table's schema",
                        "table " + table.name() + ", row " + row.id() + ", "
                                + problems.getFirst().field()));
            }
            noted++;
        }
    }

    @Override
    public void found(String part, String what, String where) {
        if (kept.size() < Verification.MOST_FINDINGS) {
            kept.add(new Finding(part, what, where));
        }
        found++;
    }

    @Override
    public Depth depth() {
        return depth;
    }

    @Override
    public ProgressListener progress() {
        return progress;
    }

    boolean isEmpty() {
        return found == 0;
    }

    Verification result(StoreContents contents, long searchRows) {
        return new Verification(
                contents.entities(),
                contents.edges(),
                contents.vectors(),
                contents.indexEntries(),
                contents.logEntries(),
                searchRows,
                kept,
                found,
                notes,
                noted);
    }
}
