package io.remdb.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/**
 * A row's keys in the index: the words of all of them and each as a whole, as terms of one field. Terms alone find keys by
 * beginning and with errors (by automata over the term dictionary); trigrams would be twenty terms a key.
 */
final class KeyTerms {
    /** The words of keys, and the whole keys behind {@link #WHOLE}. */
    static final String KEYS = "keys";
    /** Before a whole key: a character that is in no word. */
    static final String WHOLE = "\u0001";

    private static final FieldType TYPE = type();

    private KeyTerms() {}

    /** Adds what a row is found by. */
    static void add(Document document, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Set<String> terms = new LinkedHashSet<>();
        for (String key : keys) {
            KeyText text = KeyText.of(key);
            terms.add(whole(text));
            terms.addAll(text.words());
            terms.addAll(text.parts());
        }
        for (String term : terms) {
            document.add(new TermField(new BytesRef(term)));
        }
    }

    static String whole(KeyText text) {
        return WHOLE + text.whole();
    }

    /** A term as it is, without the stream of tokens that a text needs. */
    private static final class TermField extends Field {
        TermField(BytesRef term) {
            super(KEYS, term, TYPE);
        }

        @Override
        public InvertableType invertableType() {
            return InvertableType.BINARY;
        }
    }

    /** With the number of terms of a row as its norm: of two that have a word, the one with fewer others is nearer. */
    private static FieldType type() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setTokenized(false);
        type.freeze();
        return type;
    }
}
