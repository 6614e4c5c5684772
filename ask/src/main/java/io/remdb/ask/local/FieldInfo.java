package io.remdb.ask.local;

import io.remdb.schema.Field;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field as questions may speak of it.
 *
 * @param field what the schema says
 * @param name its name in base forms, with spaces: {@code ordered at}
 * @param words the base forms of its name and its description
 * @param units the units of measurement that its name or description names
 */
record FieldInfo(Field field, String name, Set<String> words, Set<Unit> units) {
    /** The column that every table has. */
    static final FieldInfo ID =
            of(new Field("id", new FieldType.Scalar(ScalarType.UUID), true, true, false, "", List.of()));

    static FieldInfo of(Field field) {
        Set<String> words = Vocabulary.words(field.name() + " " + field.description());
        // A year of the calendar is no length of time.
        Set<Unit> units = isYear(field) ? Set.of() : Unit.namedIn(field.name(), field.description());
        return new FieldInfo(field, Tokens.normal(field.name()), words, units);
    }

    /** What its description says about its values. */
    List<Gloss> glosses() {
        return Gloss.of(this);
    }

    /** The type of its one value or of its elements; null for objects. */
    @Nullable
    ScalarType scalar() {
        return switch (field.type()) {
            case FieldType.Scalar(ScalarType type) -> type;
            case FieldType.ArrayOf(ScalarType element) -> element;
            case FieldType.Json() -> null;
        };
    }

    boolean isArray() {
        return field.type() instanceof FieldType.ArrayOf;
    }

    boolean isNumber() {
        return !isArray() && (scalar() == ScalarType.INTEGER || scalar() == ScalarType.NUMBER);
    }

    boolean isTime() {
        return !isArray() && (scalar() == ScalarType.TIMESTAMP || scalar() == ScalarType.DATE);
    }

    /** Whether it holds a year as a number. */
    boolean isYear() {
        return isYear(field);
    }

    private static boolean isYear(Field field) {
        // In the plural it is a length of time: years of experience.
        return field.type().equals(new FieldType.Scalar(ScalarType.INTEGER))
                && field.name().toLowerCase(Locale.ROOT).endsWith("year");
    }

    boolean isText() {
        return scalar() == ScalarType.TEXT;
    }

    boolean isBoolean() {
        return !isArray() && scalar() == ScalarType.BOOLEAN;
    }
}
