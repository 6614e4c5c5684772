package io.remdb.search;

import io.remdb.catalog.CatalogTable;
import io.remdb.value.FieldValue;
import io.remdb.value.Group;
import io.remdb.value.Grouping;
import io.remdb.value.Grouping.Measured;
import io.remdb.value.Predicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Reads the groups of a {@link Grouping} from the columns of an index, some documents at a time and one column after the other: each of the
 * loops is short, and none makes an object for a row. For one use.
 */
final class GroupedRows {
    /** Documents whose codes fit into the first cache beside what is read. */
    private static final int BLOCK = 1024;

    /** With more, whoever asks had better read the rows: groups are all in memory. */
    private static final int MOST_GROUPS = 100_000;

    private static final int FIRST_GROUPS = 64;

    private final DirectoryReader reader;
    private final Predicate condition;
    private final Deadline deadline;
    private final List<KeyColumn> keys;
    private final List<MeasuredColumn> measures;
    /** By key but the first: the pairs of the code of the keys before it and its own. */
    private final List<LongCodes> pairs = new ArrayList<>();

    private final int[] documents = new int[BLOCK];
    private final int[] codes = new int[BLOCK];
    private final int[] keyCodes = new int[BLOCK];
    private long[] rows = {};

    private GroupedRows(
            DirectoryReader reader,
            Predicate condition,
            List<KeyColumn> keys,
            List<MeasuredColumn> measures,
            Deadline deadline) {
        this.reader = reader;
        this.condition = condition;
        this.keys = keys;
        this.measures = measures;
        this.deadline = deadline;
        for (int key = 1; key < keys.size(); key++) {
            pairs.add(new LongCodes());
        }
        grow(FIRST_GROUPS);
    }

    /** Whether an index keeps the columns that are asked for. */
    static boolean canRead(CatalogTable table, Grouping grouping) {
        return Stream.concat(
                        grouping.keys().stream(), grouping.measures().stream().map(Measured::column))
                .allMatch(column -> ColumnValues.of(table, column).isPresent());
    }

    /**
     * The groups, in no order; one for a grouping without keys, also when it has no rows. Empty when the index does not keep a value that is
     * asked for, or there are too many groups.
     *
     * @param grouping that {@link #canRead can be read}
     */
    static Optional<List<Group>> read(DirectoryReader reader, CatalogTable table, Grouping grouping, Deadline deadline)
            throws IOException {
        List<KeyColumn> keys = grouping.keys().stream()
                .map(column -> KeyColumn.of(values(table, column)))
                .toList();
        List<MeasuredColumn> measures = grouping.measures().stream()
                .map(measured -> new MeasuredColumn(values(table, measured.column()), measured))
                .toList();
        return new GroupedRows(reader, grouping.condition(), keys, measures, deadline).read();
    }

    private static ColumnValues values(CatalogTable table, Predicate.Column column) {
        return ColumnValues.of(table, column).orElseThrow();
    }

    private Optional<List<Group>> read() throws IOException {
        @Nullable
        List<LeafRows> matching = condition == Predicate.Constant.TRUE
                ? null
                : new MatchingRows(reader, condition, deadline).collect().leaves();
        for (LeafReaderContext leaf : reader.leaves()) {
            if (matching != null && matching.get(leaf.ord).count() == 0) {
                continue;
            }
            for (KeyColumn key : keys) {
                key.open(leaf.reader());
            }
            for (MeasuredColumn measure : measures) {
                measure.open(leaf.reader());
            }
            boolean known = matching == null
                    ? addAll(leaf.reader())
                    : add(matching.get(leaf.ord).iterator());
            if (!known) {
                return Optional.empty();
            }
        }
        return Optional.of(groups());
    }

    private boolean addAll(LeafReader leaf) throws IOException {
        @Nullable Bits live = leaf.getLiveDocs();
        int end = leaf.maxDoc();
        int at = 0;
        while (at < end) {
            int count = 0;
            for (; at < end && count < BLOCK; at++) {
                documents[count] = at;
                count += live == null || live.get(at) ? 1 : 0;
            }
            if (!addBlock(count)) {
                return false;
            }
        }
        return true;
    }

    private boolean add(DocIdSetIterator matching) throws IOException {
        int next = matching.nextDoc();
        while (next != DocIdSetIterator.NO_MORE_DOCS) {
            int count = 0;
            for (; next != DocIdSetIterator.NO_MORE_DOCS && count < BLOCK; next = matching.nextDoc()) {
                documents[count++] = next;
            }
            if (!addBlock(count)) {
                return false;
            }
        }
        return true;
    }

    private boolean addBlock(int count) throws IOException {
        deadline.check();
        if (!readCodes(count)) {
            return false;
        }
        int greatest = 0;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, codes[i]);
        }
        if (greatest >= MOST_GROUPS) {
            return false;
        }
        if (greatest >= rows.length) {
            grow(2 * Integer.highestOneBit(greatest));
        }
        for (int i = 0; i < count; i++) {
            rows[codes[i]]++;
        }
        for (MeasuredColumn measure : measures) {
            measure.add(documents, count, codes);
        }
        return true;
    }

    private boolean readCodes(int count) throws IOException {
        if (keys.isEmpty()) {
            return true; // all in the group 0
        }
        if (!keys.getFirst().read(documents, count, codes)) {
            return false;
        }
        for (int key = 1; key < keys.size(); key++) {
            if (!keys.get(key).read(documents, count, keyCodes)) {
                return false;
            }
            LongCodes pair = pairs.get(key - 1);
            for (int i = 0; i < count; i++) {
                codes[i] = pair.code(((long) codes[i] << Integer.SIZE) | keyCodes[i]);
            }
        }
        return true;
    }

    private void grow(int groups) {
        rows = Arrays.copyOf(rows, groups);
        measures.forEach(measure -> measure.grow(groups));
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (int code = 0; code < rows.length; code++) {
            if (rows[code] > 0 || (code == 0 && keys.isEmpty())) {
                int group = code;
                groups.add(new Group(
                        valuesOf(group),
                        rows[group],
                        measures.stream().map(measure -> measure.of(group)).toList()));
            }
        }
        return groups;
    }

    /** What the keys of a group are. */
    private List<FieldValue> valuesOf(int group) {
        List<FieldValue> values = new ArrayList<>();
        int code = group;
        for (int key = keys.size() - 1; key > 0; key--) {
            long pair = pairs.get(key - 1).value(code);
            values.addFirst(keys.get(key).value((int) pair));
            code = (int) (pair >>> Integer.SIZE);
        }
        if (!keys.isEmpty()) {
            values.addFirst(keys.getFirst().value(code));
        }
        return values;
    }
}
