package io.remdb.cli.output;

import io.remdb.KeyMatch;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Rows of a fuzzy lookup: score, tier and the key that matched, then the entity. */
public final class KeyMatchShape implements RowShape<KeyMatch> {
    private static final List<String> MATCH = List.of("score", "tier", "key");

    private final EntityShape entities;

    /** {@code matches} are the rows that will be printed. */
    public KeyMatchShape(List<KeyMatch> matches) {
        this.entities = EntityShape.of(matches.stream().map(KeyMatch::entity).toList());
    }

    @Override
    public ObjectNode json(KeyMatch row) {
        return EntityJson.of(row.entity())
                .put("score", row.score())
                .put("tier", tier(row))
                .put("key", row.key());
    }

    private static String tier(KeyMatch row) {
        return row.tier().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> columns() {
        return Stream.concat(entities.columns().stream(), MATCH.stream()).toList();
    }

    @Override
    public List<String> cells(KeyMatch row) {
        return Stream.concat(
                        entities.cells(row.entity()).stream(),
                        Stream.of(Double.toString(row.score()), tier(row), row.key()))
                .toList();
    }

    @Override
    public List<String> tableColumns() {
        return Stream.concat(MATCH.stream(), entities.tableColumns().stream()).toList();
    }

    @Override
    public List<String> tableCells(KeyMatch row) {
        return Stream.concat(
                        Stream.of(String.format(Locale.ROOT, "%.3f", row.score()), tier(row), row.key()),
                        entities.tableCells(row.entity()).stream())
                .toList();
    }
}
