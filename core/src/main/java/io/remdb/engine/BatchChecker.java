package io.remdb.engine;

import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.ValidationException;
import io.remdb.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds out which rows of a batch may be written, and why the others may not. Thread-safe. */
final class BatchChecker {
    private final Preparation preparation;
    private final EdgeResolver resolver;

    /** @param preparation what is made of a row; called by several threads */
    BatchChecker(Preparation preparation, EdgeResolver resolver) {
        this.preparation = preparation;
        this.resolver = resolver;
    }

    /**
     * Of rows as users write them.
     *
     * @param freshIds gives the ids of rows without a key, by their lines
     */
    static BatchChecker ofNewRows(RowPreparer preparer, EdgeResolver resolver, LongFunction<UUID> freshIds) {
        return new BatchChecker(
                (table, source, line) -> preparer.prepare(table, source, () -> freshIds.apply(line)), resolver);
    }

    /** Makes a row of a line. */
    @FunctionalInterface
    interface Preparation {
        /** @throws RemException for a line that is no row of the table */
        PreparedRow prepare(CatalogTable table, String source, long line);
    }

    /**
     * What was found.
     *
     * @param rows those that may be written, in order
     * @param errors the others, in order
     */
    record Checked(List<PreparedRow> rows, List<RowError> errors) {}

    /** Either a row or why it is none. */
    record Attempt(
            long line,
            String source,
            @Nullable PreparedRow row,
            @Nullable RowError error) {}

    /** Parses and validates: most of the work of a row that is not embedded, and rows need nothing of each other. */
    List<Attempt> prepare(CatalogTable table, List<String> sources, long firstLine) {
        return IntStream.range(0, sources.size())
                .parallel()
                .mapToObj(i -> attempt(table, sources.get(i), firstLine + i))
                .toList();
    }

    /** Finds the targets of the links of rows that are written together: they may point to each other. */
    Checked resolve(List<Attempt> attempts) {
        return resolve(attempts, resolver);
    }

    /** The same of rows of several tables. */
    static Checked resolve(List<Attempt> attempts, EdgeResolver resolver) {
        Map<String, Set<UUID>> keys = keys(attempts);
        List<PreparedRow> rows = new ArrayList<>(attempts.size());
        List<RowError> errors = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Attempt resolved = resolve(attempt, keys, resolver);
            if (resolved.row != null) {
                rows.add(resolved.row);
            }
            if (resolved.error != null) {
                errors.add(resolved.error);
            }
        }
        return new Checked(rows, errors);
    }

    private Attempt attempt(CatalogTable table, String source, long line) {
        try {
            return new Attempt(line, source, preparation.prepare(table, source, line), null);
        } catch (RemException e) {
            return new Attempt(line, source, null, error(line, source, e));
        }
    }

    private static Attempt resolve(Attempt attempt, Map<String, Set<UUID>> keys, EdgeResolver resolver) {
        if (attempt.row == null || attempt.row.edges().isEmpty()) {
            return attempt;
        }
        try {
            return new Attempt(attempt.line, attempt.source, resolver.resolve(attempt.row, keys), null);
        } catch (RemException e) {
            return new Attempt(attempt.line, attempt.source, null, error(attempt.line, attempt.source, e));
        }
    }

    /** The keys of the rows, where a link of one of them may point to one of them. */
    private static Map<String, Set<UUID>> keys(List<Attempt> attempts) {
        boolean linked = attempts.stream()
                .anyMatch(attempt -> attempt.row != null && !attempt.row.edges().isEmpty());
        Map<String, Set<UUID>> keys = new HashMap<>();
        if (linked) {
            for (Attempt attempt : attempts) {
                if (attempt.row != null) {
                    for (String key : attempt.row.keys()) {
                        keys.computeIfAbsent(key, any -> new HashSet<>()).add(attempt.row.id());
                    }
                }
            }
        }
        return keys;
    }

    private static RowError error(long line, String source, RemException e) {
        return new RowError(
                line,
                e.code(),
                e instanceof ValidationException ? e.text() : e.getMessage(),
                e instanceof ValidationException validation ? validation.problems() : List.of(),
                source);
    }
}
