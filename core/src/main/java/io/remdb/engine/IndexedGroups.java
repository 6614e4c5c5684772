package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.SearchIndex;
import io.remdb.search.SearchSizes;
import io.remdb.sql.GroupReader;
import io.remdb.store.Store;
import io.remdb.value.Group;
import io.remdb.value.Grouping;
import io.remdb.value.Predicate;
import java.util.List;
import java.util.Optional;

/** Groups of large tables, from the columns of the search index. */
final class IndexedGroups implements GroupReader {
    /** Rows that SQL reads and groups in a millisecond, more or less. */
    private static final long ROWS_PER_MS = 2_500;
    /** Reading so many rows takes as long as loading what searches, where nobody has searched or written yet. */
    private static final long ROWS_WORTH_LOADING = 250_000;

    private final Store store;
    private final Once<SearchIndex> search;
    private final SearchSizes sizes;

    IndexedGroups(Store store, Once<SearchIndex> search, SearchSizes sizes) {
        this.store = store;
        this.search = search;
        this.sizes = sizes;
    }

    @Override
    public boolean mayRead(CatalogTable table) {
        long rows = store.records().counts(table.number()).live();
        return rows >= sizes.groupedRows() && (rows >= ROWS_WORTH_LOADING || search.isMade());
    }

    /** An index that is behind is waited for as long as it would take to read the rows; with a condition, which may leave few, not at all. */
    @Override
    public Optional<List<Group>> read(CatalogTable table, Grouping grouping, int timeoutMs) {
        long rows = store.records().counts(table.number()).live();
        long patienceMs = grouping.condition() == Predicate.Constant.TRUE ? rows / ROWS_PER_MS : 0;
        TimeLimit time = TimeLimit.of(QueryOptions.DEFAULTS.withTimeoutMs(timeoutMs));
        try {
            return time.in(search.get()).groups(table, grouping, Math.min(patienceMs, time.leftMs(patienceMs)));
        } catch (RemException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.CLOSED) {
                throw e;
            }
            return Optional.empty(); // the rows can be read, whatever is wrong with the index
        }
    }
}
