package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.value.Group;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueDecfloat;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;

/** A column of a {@link GroupsTable}: what all rows of a group have in common, or what an aggregate makes of them. */
sealed interface GroupColumn {
    TypeInfo type();

    /** The value of a group, as H2 has it. */
    Value of(Group group);

    /**
     * A column that the statement groups by.
     *
     * @param place among the keys, from 0
     */
    record Key(ShapeColumn column, int place) implements GroupColumn {
        @Override
        public TypeInfo type() {
            return column.type();
        }

        @Override
        public Value of(Group group) {
            return SqlValues.of(group.keys().get(place));
        }
    }

    /** {@code COUNT(*)}. */
    record Rows() implements GroupColumn {
        @Override
        public TypeInfo type() {
            return TypeInfo.TYPE_BIGINT;
        }

        @Override
        public Value of(Group group) {
            return ValueBigint.get(group.rows());
        }
    }

    /** The aggregates of a column. */
    enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX;

        boolean sums() {
            return this == SUM || this == AVG;
        }

        boolean bounds() {
            return this == MIN || this == MAX;
        }
    }

    /**
     * An aggregate of a column, with the type and the rounding that H2's own has (2.5.252, Aggregate and AggregateDataAvg).
     *
     * @param place among the measures, from 0
     */
    record Aggregate(Function function, ShapeColumn column, int place) implements GroupColumn {
        private static final TypeInfo SUM_OF_WHOLES = TypeInfo.getTypeInfo(Value.NUMERIC, 29, -1, null);
        private static final TypeInfo AVG_OF_WHOLES = TypeInfo.getTypeInfo(Value.NUMERIC, 29, 10, null);
        private static final TypeInfo OF_DOUBLES = TypeInfo.getTypeInfo(Value.DECFLOAT, 27, -1, null);

        private boolean isWhole() {
            return column.type().getValueType() == Value.BIGINT;
        }

        @Override
        public TypeInfo type() {
            return switch (function) {
                case COUNT -> TypeInfo.TYPE_BIGINT;
                case SUM -> isWhole() ? SUM_OF_WHOLES : OF_DOUBLES;
                case AVG -> isWhole() ? AVG_OF_WHOLES : OF_DOUBLES;
                case MIN, MAX -> column.type();
            };
        }

        @Override
        public Value of(Group group) {
            Group.Measure measure = group.measures().get(place);
            BigDecimal sum = measure.sum();
            return switch (function) {
                case COUNT -> ValueBigint.get(measure.values());
                case SUM ->
                    sum == null ? ValueNull.INSTANCE : isWhole() ? ValueNumeric.get(sum) : ValueDecfloat.get(sum);
                case AVG -> sum == null ? ValueNull.INSTANCE : average(sum, BigDecimal.valueOf(measure.values()));
                case MIN -> SqlValues.of(measure.least());
                case MAX -> SqlValues.of(measure.greatest());
            };
        }

        private Value average(BigDecimal sum, BigDecimal count) {
            return isWhole()
                    ? ValueNumeric.get(sum.divide(count, AVG_OF_WHOLES.getScale(), RoundingMode.HALF_DOWN))
                    : ValueDecfloat.divide(sum, count, OF_DOUBLES);
        }
    }
}
