package io.remdb.search;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.schema.Field;
import io.remdb.schema.RowKeys;
import io.remdb.store.StoredEntity;
import io.remdb.value.FieldValue;
import io.remdb.value.Predicate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the document of a living row. Nothing in it is stored: the rows are in the store. */
final class RowDocument {
    /** The id: a term to find it by and a doc value to read it from. */
    static final String ID = "id";
    /** The analysed text. */
    static final String WORDS = "words";
    /** Names of the fields that have no value: mostly few, so that a full row needs none. */
    static final String ABSENT = "absent";
    /** Names of the array fields of which an element is null. */
    static final String HOLES = "holes";

    static final String CREATED_AT = "created_at";
    static final String MODIFIED_AT = "modified_at";

    /** Bytes of a text that are kept to filter by: enough for keys and categories, and prose does not fill the index. */
    private static final int LONGEST_TERM = Predicate.LONGEST_TEXT + 3;
    /** Ends a term that is only the beginning of a text. No text has it; behind all others in the order of terms. */
    private static final byte CUT = (byte) 0xFF;

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
        addMoment(document, CREATED_AT, entity.createdAtMicros());
        addMoment(document, MODIFIED_AT, entity.modifiedAtMicros());
        ObjectNode properties = entity.parseProperties();
        for (Field field : mapping.filterFields()) {
            addFilter(document, field, ColumnValues.of(field, mapping.keyFields()), properties.get(field.name()));
        }
        for (Field field : mapping.wordFields()) {
            addWords(document, field, properties.get(field.name()));
        }
        KeyTerms.add(document, RowKeys.keys(mapping.keyFields(), properties));
        addVector(document, EmbeddingSlot.MAIN, main, mapping.dimension());
        addVector(document, EmbeddingSlot.ALT, alternative, mapping.alternativeDimension());
        return document;
    }

    private static void addMoment(Document document, String name, long micros) {
        document.add(new LongPoint(name, micros));
        document.add(new NumericDocValuesField(name, micros));
    }

    private static void addFilter(
            Document document, Field field, Optional<ColumnValues> column, @Nullable JsonNode json) {
        PropertyValues values = PropertyValues.of(field, json);
        String name = filterField(field.name());
        for (FieldValue value : values.values()) {
            addValue(document, name, value);
            column.ifPresent(kept -> kept.add(document, value));
        }
        if (values.absent()) {
            addTerm(document, ABSENT, new BytesRef(field.name()));
        }
        if (values.holes()) {
            addTerm(document, HOLES, new BytesRef(field.name()));
        }
    }

    private static void addValue(Document document, String name, FieldValue value) {
        switch (value) {
            case FieldValue.Text text -> addTerm(document, name, textTerm(text.value()));
            case FieldValue.Whole whole -> document.add(new LongPoint(name, whole.value()));
            case FieldValue.Decimal decimal -> document.add(new DoublePoint(name, decimal.value() + 0.0));
            case FieldValue.Bool bool -> addTerm(document, name, boolTerm(bool.value()));
            case FieldValue.Timestamp timestamp -> document.add(new LongPoint(name, timestamp.epochMicros()));
            case FieldValue.Day day ->
                document.add(new LongPoint(name, day.value().toEpochDay()));
            case FieldValue.Id id -> addTerm(document, name, IdTerm.of(id.value()));
            case FieldValue.Null _ -> {
                // Only counted.
            }
        }
    }

    static BytesRef boolTerm(boolean value) {
        return value ? TRUE : FALSE;
    }

    /**
     * A text in UTF-8; of a long one the beginning, cut between two characters, and of one that UTF-8 cannot say what stands
     * before the half of a surrogate pair. What is cut equals nothing, and is greater than its beginning.
     */
    static BytesRef textTerm(String text) {
        int end = text.length() <= LONGEST_TERM ? text.length() : LONGEST_TERM;
        int bytes = 0;
        int at = 0;
        while (at < end) {
            int character = text.codePointAt(at);
            bytes += utf8Length(character);
            if (bytes > LONGEST_TERM || isHalf(character)) {
                break;
            }
            at += Character.charCount(character);
        }
        byte[] utf8 = text.substring(0, at).getBytes(StandardCharsets.UTF_8);
        if (at == text.length()) {
            return new BytesRef(utf8);
        }
        byte[] cut = Arrays.copyOf(utf8, utf8.length + 1);
        cut[utf8.length] = CUT;
        return new BytesRef(cut);
    }

    /** Whether a term is only the beginning of its text. */
    static boolean isCut(BytesRef term) {
        return term.length > 0 && term.bytes[term.offset + term.length - 1] == CUT;
    }

    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    private static int utf8Length(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    private static void addTerm(Document document, String name, BytesRef term) {
        document.add(new StringField(name, term, org.apache.lucene.document.Field.Store.NO));
    }

    private static void addWords(Document document, Field field, @Nullable JsonNode json) {
        for (FieldValue value : PropertyValues.of(field, json).values()) {
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
