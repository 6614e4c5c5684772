package io.remdb.search;

import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.schema.Field;
import io.remdb.schema.RowKeys;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.util.Version;

/**
 * How the rows of a table become documents: a pure function of its schema, so that two tables with equal mappings have
 * interchangeable indexes.
 *
 * @param wordFields the fields whose text is searched by words, in the order of the schema
 * @param filterFields the fields that can be filtered by, in the order of the schema
 * @param keyFields the fields whose values are keys
 * @param dimension of {@code embedding}; 0 for none
 * @param alternativeDimension of {@code embedding_alt}; 0 for none
 */
record RowMapping(
        List<Field> wordFields,
        List<Field> filterFields,
        List<String> keyFields,
        int dimension,
        int alternativeDimension) {
    /** Grows when documents are built in another way: every index is then built anew. */
    private static final int VERSION = 3;

    private static final Set<String> TITLES = Set.of("name", "title");

    static RowMapping of(CatalogTable table) {
        List<Field> fields = table.schema().fields();
        boolean embeds = fields.stream().anyMatch(Field::embedded);
        String keyField = table.schema().keyField();
        List<Field> words = fields.stream()
                .filter(RowMapping::isText)
                .filter(field ->
                        !embeds || field.embedded() || field.name().equals(keyField) || TITLES.contains(field.name()))
                .toList();
        List<Field> filters = fields.stream()
                .filter(field -> !(field.type() instanceof FieldType.Json))
                .toList();
        return new RowMapping(
                words,
                filters,
                RowKeys.keyFields(table.schema()),
                table.dimension(EmbeddingSlot.MAIN),
                table.dimension(EmbeddingSlot.ALT));
    }

    private static boolean isText(Field field) {
        return switch (field.type()) {
            case FieldType.Scalar scalar -> scalar.type() == ScalarType.TEXT;
            case FieldType.ArrayOf array -> array.element() == ScalarType.TEXT;
            case FieldType.Json _ -> false;
        };
    }

    /** Equal for mappings that make equal documents. Kept with each index; another one means that it is built anew. */
    String fingerprint() {
        Stream<String> parts = Stream.of(
                        Stream.of(
                                "v" + VERSION, "lucene" + Version.LATEST.major, dimension + "/" + alternativeDimension),
                        wordFields.stream().map(field -> "w:" + field.name()),
                        keyFields.stream().map(field -> "k:" + field),
                        filterFields.stream().map(field -> "f:" + field.name() + ":" + typeName(field)))
                .flatMap(part -> part);
        return parts.collect(Collectors.joining("\n"));
    }

    private static String typeName(Field field) {
        return switch (field.type()) {
            case FieldType.Scalar scalar -> scalar.type().name();
            case FieldType.ArrayOf array -> array.element().name() + "[]";
            case FieldType.Json _ -> "JSON";
        };
    }

    boolean sameDocumentsAs(RowMapping other) {
        return Objects.equals(fingerprint(), other.fingerprint());
    }
}
