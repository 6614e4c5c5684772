package io.remdb.search;

import io.remdb.value.FieldValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.util.BytesRef;

/** Numbers the values of a column as they come: 0 for null, then from 1 on. One thread at a time. */
sealed interface KeyColumn {
    /** The code of null. */
    int NULL = 0;

    /** Of what an index keeps. */
    static KeyColumn of(ColumnValues values) {
        return values.isText() ? new Texts(values) : new Numbers(values);
    }

    /** Goes on with another segment. */
    void open(LeafReader leaf) throws IOException;

    /**
     * The codes of some documents.
     *
     * @param documents of the open segment, ascending, behind those of the call before
     * @param codes takes them
     * @return whether the values of all of them are known
     */
    boolean read(int[] documents, int count, int[] codes) throws IOException;

    /** The value that has a code. */
    FieldValue value(int code);

    /** Numbers, moments, days and truth values. */
    final class Numbers implements KeyColumn {
        private final ColumnValues column;
        private final LongCodes seen = new LongCodes();
        private NumericDocValues values = DocValues.emptyNumeric();

        Numbers(ColumnValues column) {
            this.column = column;
        }

        @Override
        public void open(LeafReader leaf) throws IOException {
            values = DocValues.getNumeric(leaf, column.name());
        }

        @Override
        public boolean read(int[] documents, int count, int[] codes) throws IOException {
            for (int i = 0; i < count; i++) {
                codes[i] = values.advanceExact(documents[i]) ? seen.code(values.longValue()) + 1 : NULL;
            }
            return true;
        }

        @Override
        public FieldValue value(int code) {
            return code == NULL ? FieldValue.Null.NULL : column.value(seen.value(code - 1));
        }
    }

    /** Texts. A segment numbers its own, which is asked for each of them once. */
    final class Texts implements KeyColumn {
        private final ColumnValues column;
        private final List<String> texts = new ArrayList<>();
        private final Map<String, Integer> seen = new HashMap<>();
        private SortedDocValues values = DocValues.emptySorted();
        /** By the segment's number; 0 while nobody has asked. */
        private int[] codesOfSegment = {};

        Texts(ColumnValues column) {
            this.column = column;
        }

        @Override
        public void open(LeafReader leaf) throws IOException {
            values = DocValues.getSorted(leaf, column.name());
            codesOfSegment = new int[values.getValueCount()];
        }

        @Override
        public boolean read(int[] documents, int count, int[] codes) throws IOException {
            for (int i = 0; i < count; i++) {
                if (!values.advanceExact(documents[i])) {
                    codes[i] = NULL;
                    continue;
                }
                int ord = values.ordValue();
                int code = codesOfSegment[ord];
                if (code == 0) {
                    BytesRef term = values.lookupOrd(ord);
                    if (ColumnValues.isUnknown(term)) {
                        return false;
                    }
                    code = codeOf(new String(term.bytes, term.offset, term.length, StandardCharsets.UTF_8));
                    codesOfSegment[ord] = code;
                }
                codes[i] = code;
            }
            return true;
        }

        private int codeOf(String text) {
            return seen.computeIfAbsent(text, unseen -> {
                texts.add(unseen);
                return texts.size();
            });
        }

        @Override
        public FieldValue value(int code) {
            return code == NULL ? FieldValue.Null.NULL : new FieldValue.Text(texts.get(code - 1));
        }
    }
}
