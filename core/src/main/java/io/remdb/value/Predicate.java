package io.remdb.value;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the living rows of a table, with exactly SQL's meaning: of each row it is true, false or unknown, and unknown
 * where a field that it compares has no value. Only rows of which it is true fulfil it. Immutable.
 */
public sealed interface Predicate {
    /** Bytes of UTF-8 that a text in a predicate may have. An index keeps at least so much of each text to compare with. */
    int LONGEST_TEXT = 252;

    /** What is compared. */
    sealed interface Column {
        /** A field of the schema. */
        record OfSchema(String field) implements Column {}

        /** The row's id. */
        record Id() implements Column {}

        /** When the row was made. */
        record CreatedAt() implements Column {}

        /** When the row was changed last. */
        record ModifiedAt() implements Column {}
    }

    /** The same for every row. */
    enum Constant implements Predicate {
        /** Of every row. */
        TRUE,
        /** Of no row, but its negation of every one. */
        FALSE,
        /** Of no row, nor is its negation. */
        UNKNOWN
    }

    /** True where all are, false where one is. */
    record And(List<Predicate> parts) implements Predicate {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** True where one is, false where all are. */
    record Or(List<Predicate> parts) implements Predicate {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** True where the part is false and the other way about. */
    record Not(Predicate part) implements Predicate {}

    /** Whether a field has no value; never unknown. */
    record IsNull(String field) implements Predicate {}

    /** Whether a scalar equals one of some values, none of which is null. */
    record OneOf(Column column, List<FieldValue> values) implements Predicate {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /**
     * Whether a scalar lies between two values.
     *
     * @param lower null for no bound
     * @param upper null for no bound
     */
    record Range(
            Column column,
            @Nullable FieldValue lower,
            boolean lowerInclusive,
            @Nullable FieldValue upper,
            boolean upperInclusive)
            implements Predicate {}

    /** Whether a text begins so. */
    record StartsWith(String field, String prefix) implements Predicate {}

    /** Whether an element of an array equals one of some values; unknown where none does and one is null. */
    record HasElement(String field, List<FieldValue> values) implements Predicate {
        public HasElement {
            values = List.copyOf(values);
        }
    }

    /** Whether a text is short enough, and one that UTF-8 can say, so that an index has it as it is. */
    static boolean isExact(String text) {
        return text.length() <= LONGEST_TEXT
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEXT;
    }
}
