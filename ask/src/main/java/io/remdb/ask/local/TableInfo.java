package io.remdb.ask.local;

import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as questions may speak of it.
 *
 * @param schema what the database says
 * @param rows how many it has
 * @param noun what one row is called, in base forms: {@code article}, {@code work item}
 * @param words the base forms of what its name and description say
 * @param fields its fields
 * @param values what occurs in its fields
 * @param names what its rows are called
 */
record TableInfo(
        TableSchema schema,
        long rows,
        String noun,
        Set<String> words,
        List<FieldInfo> fields,
        ValueDictionary values,
        ValueDictionary names) {
    static TableInfo of(TableSchema schema, long rows) {
        Set<String> words = new LinkedHashSet<>(Vocabulary.words(schema.shortName()));
        words.addAll(Vocabulary.words(schema.description()));
        return new TableInfo(
                schema,
                rows,
                Tokens.normal(schema.shortName()),
                words,
                schema.fields().stream().map(FieldInfo::of).toList(),
                new ValueDictionary(),
                new ValueDictionary());
    }

    String name() {
        return schema.shortName();
    }

    Optional<FieldInfo> field(String name) {
        return fields.stream()
                .filter(field -> field.field().name().equals(name))
                .findFirst();
    }

    /** The fields by whose values rows are looked up, the key field first. */
    List<FieldInfo> lookups() {
        List<String> names = new ArrayList<>();
        if (schema.keyField() != null) {
            names.add(schema.keyField());
        }
        names.addAll(List.of("uri", "key", "name"));
        return names.stream().distinct().flatMap(name -> field(name).stream()).toList();
    }

    /** Whether a field is one by whose value rows are looked up. */
    boolean isLookup(FieldInfo field) {
        return lookups().contains(field);
    }

    /** The field by which other rows name a row. */
    Optional<FieldInfo> key() {
        return lookups().stream().findFirst();
    }

    /** The field that tells people which row it is. */
    Optional<FieldInfo> naming() {
        return field("name").or(() -> field("title")).or(this::key);
    }

    /** Whether rows can be found by what is in them. */
    boolean searchable() {
        return schema.fields().stream().anyMatch(Field::embedded);
    }

    /** The last word of what a row is called. */
    String head() {
        return noun.substring(noun.lastIndexOf(' ') + 1);
    }

    /**
     * The field that says when a row happened: of those that hold a time the one that is called so, else the first that is indexed, else the
     * first; {@code created_at} where there is none.
     */
    String time() {
        List<FieldInfo> times = fields.stream().filter(FieldInfo::isTime).toList();
        return times.stream()
                .filter(field -> field.field().name().equals("timestamp")
                        || field.field().name().equals("date"))
                .findFirst()
                .or(() -> times.stream()
                        .filter(field ->
                                field.field().required() && field.field().indexed())
                        .findFirst())
                .or(() ->
                        times.stream().filter(field -> field.field().indexed()).findFirst())
                .or(() -> times.stream().findFirst())
                .map(field -> field.field().name())
                .orElse("created_at");
    }

    /** The field that holds the year in which a row happened, where no field says that better. */
    Optional<FieldInfo> year() {
        return fields.stream().filter(FieldInfo::isYear).findFirst();
    }

    /** Whether a field of its own says when a row happened; else that is only when it was written. */
    boolean hasTime() {
        return fields.stream().anyMatch(FieldInfo::isTime);
    }

    /** Whether rows last: they have a field for their beginning and one for their end. */
    Optional<FieldInfo> end() {
        String start = time();
        return start.startsWith("start")
                ? field(start.replaceFirst("start", "end")).filter(FieldInfo::isTime)
                : Optional.empty();
    }

    boolean isDate(String field) {
        return field(field).map(info -> info.scalar() == ScalarType.DATE).orElse(false);
    }
}
