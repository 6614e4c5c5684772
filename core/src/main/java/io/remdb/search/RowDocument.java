package io.remdb.search;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.schema.Field;
import io.remdb.schema.RowKeys;
import io.remdb.store.StoredEntity;
import io.remdb.value.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes the document of a living row. Nothing in it is stored: the rows are in the store. */
final class RowDocument {
    /** The id: a term to find it by and a doc value to read it from. */
    static final String ID = "id";
    /** The analysed text. */
    static final String WORDS = "words";
    /** Names of the fields that have a value. */
    static final String PRESENT = "present";
    /** Names of the text fields of which only the beginning is in the index, so that equality must be checked. */
    static final String TRUNCATED = "truncated";

    static final String CREATED_AT = "created_at";
    static final String MODIFIED_AT = "modified_at";

    /** Bytes of a text that are kept to filter by: enough for keys and categories, and prose does not fill the index. */
    static final int LONGEST_TERM = 256;

    private static final BytesRef TRUE = new BytesRef("true");
    private static final BytesRef FALSE = new BytesRef("false");
    private static final FieldType WORDS_TYPE = wordsType();

    private RowDocument() {}

    /** Where a field of the schema is kept; a name of its own for each, whatever the schema calls them. */
    static String filterField(String field) {
        return "f." + field;
    }

    static String vectorField(EmbeddingSlot slot) {
        return switch (slot) {
            case MAIN -> "vector.main";
            case ALT -> "vector.alt";
        };
    }

    static Document of(
            RowMapping mapping, StoredEntity entity, float @Nullable [] main, float @Nullable [] alternative) {
        Document document = new Document();
        BytesRef id = IdTerm.of(entity.id());
        document.add(new StringField(ID, id, org.apache.lucene.document.Field.Store.NO));
        document.add(new BinaryDocValuesField(ID, id));
        document.add(new LongPoint(CREATED_AT, entity.createdAtMicros()));
        document.add(new LongPoint(MODIFIED_AT, entity.modifiedAtMicros()));
        ObjectNode properties = entity.parseProperties();
        for (Field field : mapping.filterFields()) {
            addFilter(document, field, PropertyValues.of(field, properties));
        }
        for (Field field : mapping.wordFields()) {
            addWords(document, PropertyValues.of(field, properties));
        }
        KeyTerms.add(document, RowKeys.keys(mapping.keyFields(), properties));
        addVector(document, EmbeddingSlot.MAIN, main, mapping.dimension());
        addVector(document, EmbeddingSlot.ALT, alternative, mapping.alternativeDimension());
        return document;
    }

    private static void addFilter(Document document, Field field, List<FieldValue> values) {
        if (values.isEmpty()) {
            return;
        }
        String name = filterField(field.name());
        boolean truncated = false;
        for (FieldValue value : values) {
            switch (value) {
                case FieldValue.Text text -> {
                    byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
                    truncated |= utf8.length > LONGEST_TERM;
                    addTerm(document, name, truncate(utf8));
                }
                case FieldValue.Whole whole -> document.add(new LongPoint(name, whole.value()));
                case FieldValue.Decimal decimal -> document.add(new DoublePoint(name, decimal.value()));
                case FieldValue.Bool bool -> addTerm(document, name, bool.value() ? TRUE : FALSE);
                case FieldValue.Timestamp timestamp -> document.add(new LongPoint(name, timestamp.epochMicros()));
                case FieldValue.Day day ->
                    document.add(new LongPoint(name, day.value().toEpochDay()));
                case FieldValue.Id id -> addTerm(document, name, IdTerm.of(id.value()));
                case FieldValue.Null _ -> {}
            }
        }
        addTerm(document, PRESENT, new BytesRef(field.name()));
        if (truncated) {
            addTerm(document, TRUNCATED, new BytesRef(field.name()));
        }
    }

    /** The beginning of a text, cut between two characters. */
    static BytesRef truncate(byte[] utf8) {
        int end = utf8.length;
        if (end > LONGEST_TERM) {
            end = LONGEST_TERM;
            while (end > 0 && (utf8[end] & 0xC0) == 0x80) {
                end--;
            }
        }
        return new BytesRef(utf8, 0, end);
    }

    private static void addTerm(Document document, String name, BytesRef term) {
        document.add(new StringField(name, term, org.apache.lucene.document.Field.Store.NO));
    }

    private static void addWords(Document document, List<FieldValue> values) {
        for (FieldValue value : values) {
            if (value instanceof FieldValue.Text text) {
                document.add(new org.apache.lucene.document.Field(WORDS, text.value(), WORDS_TYPE));
            }
        }
    }

    /** A vector of another dimension is one of a model that is being replaced: its row comes again. */
    private static void addVector(Document document, EmbeddingSlot slot, float @Nullable [] vector, int dimension) {
        if (vector != null && vector.length == dimension) {
            document.add(new KnnFloatVectorField(vectorField(slot), vector, VectorSimilarityFunction.DOT_PRODUCT));
        }
    }

    private static FieldType wordsType() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        return type;
    }
}
