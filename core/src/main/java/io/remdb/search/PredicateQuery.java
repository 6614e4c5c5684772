package io.remdb.search;

import io.remdb.value.FieldValue;
import io.remdb.value.Predicate;
import io.remdb.value.Predicate.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The rows of which a predicate is true, as a query over the documents of {@link RowDocument}. Lucene knows two truth values:
 * the rows of which a part is false are another query than those of which it is not true.
 */
final class PredicateQuery {
    private static final Query ALL = MatchAllDocsQuery.INSTANCE;
    private static final Query NONE = MatchNoDocsQuery.INSTANCE;

    private PredicateQuery() {}

    /** The rows of which a predicate is true. */
    static Query of(Predicate predicate) {
        return whenTrue(predicate);
    }

    private static Query whenTrue(Predicate predicate) {
        return switch (predicate) {
            case Predicate.Constant constant -> constant == Predicate.Constant.TRUE ? ALL : NONE;
            case Predicate.And and ->
                all(and.parts().stream().map(PredicateQuery::whenTrue).toList());
            case Predicate.Or or ->
                any(or.parts().stream().map(PredicateQuery::whenTrue).toList());
            case Predicate.Not not -> whenFalse(not.part());
            case Predicate.IsNull isNull -> marked(RowDocument.ABSENT, isNull.field());
            case Predicate.OneOf oneOf -> oneOf(fieldOf(oneOf.column()), oneOf.values());
            case Predicate.Range range -> range(range);
            case Predicate.StartsWith startsWith -> startsWith(startsWith);
            case Predicate.HasElement hasElement ->
                oneOf(RowDocument.filterField(hasElement.field()), hasElement.values());
        };
    }

    private static Query whenFalse(Predicate predicate) {
        return switch (predicate) {
            case Predicate.Constant constant -> constant == Predicate.Constant.FALSE ? ALL : NONE;
            case Predicate.And and ->
                any(and.parts().stream().map(PredicateQuery::whenFalse).toList());
            case Predicate.Or or ->
                all(or.parts().stream().map(PredicateQuery::whenFalse).toList());
            case Predicate.Not not -> whenTrue(not.part());
            case Predicate.IsNull _ -> none(whenTrue(predicate));
            case Predicate.OneOf oneOf -> neither(whenTrue(predicate), oneOf.column());
            case Predicate.Range range -> neither(whenTrue(predicate), range.column());
            case Predicate.StartsWith startsWith ->
                neither(whenTrue(predicate), new Column.OfSchema(startsWith.field()));
            case Predicate.HasElement hasElement ->
                none(
                        whenTrue(predicate),
                        marked(RowDocument.ABSENT, hasElement.field()),
                        marked(RowDocument.HOLES, hasElement.field()));
        };
    }

    /** The rows of which a comparison is false: it is not true, and the column has a value. */
    private static Query neither(Query compared, Column column) {
        return switch (column) {
            case Column.OfSchema(String field) -> none(compared, marked(RowDocument.ABSENT, field));
            case Column.Id _, Column.CreatedAt _, Column.ModifiedAt _ -> none(compared);
        };
    }

    private static Query all(List<Query> queries) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        queries.forEach(query -> all.add(query, Occur.FILTER));
        return all.build();
    }

    private static Query any(List<Query> queries) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        queries.forEach(query -> any.add(query, Occur.SHOULD));
        return any.build();
    }

    private static Query none(Query... queries) {
        BooleanQuery.Builder none = new BooleanQuery.Builder().add(ALL, Occur.FILTER);
        for (Query query : queries) {
            none.add(query, Occur.MUST_NOT);
        }
        return none.build();
    }

    private static Query marked(String mark, String field) {
        return new TermQuery(new Term(mark, new BytesRef(field)));
    }

    private static String fieldOf(Column column) {
        return switch (column) {
            case Column.OfSchema(String field) -> RowDocument.filterField(field);
            case Column.Id _ -> RowDocument.ID;
            case Column.CreatedAt _ -> RowDocument.CREATED_AT;
            case Column.ModifiedAt _ -> RowDocument.MODIFIED_AT;
        };
    }

    private static Query oneOf(String field, List<FieldValue> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        return switch (values.getFirst()) {
            case FieldValue.Text _, FieldValue.Bool _, FieldValue.Id _ -> terms(field, values);
            case FieldValue.Whole _, FieldValue.Timestamp _, FieldValue.Day _ ->
                LongPoint.newSetQuery(
                        field, values.stream().mapToLong(PredicateQuery::number).toArray());
            case FieldValue.Decimal _ ->
                DoublePoint.newSetQuery(
                        field,
                        values.stream().mapToDouble(PredicateQuery::decimal).toArray());
            case FieldValue.Null _ -> throw new IllegalArgumentException("Null equals nothing");
        };
    }

    private static Query terms(String field, List<FieldValue> values) {
        List<BytesRef> terms = values.stream().map(PredicateQuery::term).toList();
        return terms.size() == 1 ? new TermQuery(new Term(field, terms.getFirst())) : new TermInSetQuery(field, terms);
    }

    private static BytesRef term(FieldValue value) {
        return switch (value) {
            case FieldValue.Text(String text) -> new BytesRef(text.getBytes(StandardCharsets.UTF_8));
            case FieldValue.Bool(boolean bool) -> RowDocument.boolTerm(bool);
            case FieldValue.Id id -> IdTerm.of(id.value());
            case FieldValue.Null _,
                    FieldValue.Whole _,
                    FieldValue.Decimal _,
                    FieldValue.Timestamp _,
                    FieldValue.Day _ -> throw mixed(value);
        };
    }

    private static long number(FieldValue value) {
        return switch (value) {
            case FieldValue.Whole(long whole) -> whole;
            case FieldValue.Timestamp(long micros) -> micros;
            case FieldValue.Day day -> day.value().toEpochDay();
            case FieldValue.Null _, FieldValue.Text _, FieldValue.Decimal _, FieldValue.Bool _, FieldValue.Id _ ->
                throw mixed(value);
        };
    }

    private static double decimal(FieldValue value) {
        if (value instanceof FieldValue.Decimal(double decimal)) {
            return decimal;
        }
        throw mixed(value);
    }

    private static IllegalArgumentException mixed(FieldValue value) {
        return new IllegalArgumentException("The values of a comparison have several types: " + value);
    }

    private static Query range(Predicate.Range range) {
        String field = fieldOf(range.column());
        FieldValue given = range.lower() == null ? range.upper() : range.lower();
        return switch (given) {
            case null -> throw new IllegalArgumentException("A range without bounds");
            case FieldValue.Text _ ->
                new TermRangeQuery(
                        field,
                        termOrNull(range.lower()),
                        termOrNull(range.upper()),
                        range.lowerInclusive(),
                        range.upperInclusive());
            case FieldValue.Whole _, FieldValue.Timestamp _, FieldValue.Day _ -> numbers(field, range);
            case FieldValue.Decimal _ -> decimals(field, range);
            case FieldValue.Null _, FieldValue.Bool _, FieldValue.Id _ -> throw mixed(given);
        };
    }

    private static @Nullable BytesRef termOrNull(@Nullable FieldValue value) {
        return value == null ? null : term(value);
    }

    private static Query numbers(String field, Predicate.Range range) {
        long lower = range.lower() == null ? Long.MIN_VALUE : number(range.lower());
        long upper = range.upper() == null ? Long.MAX_VALUE : number(range.upper());
        boolean beyond = (!range.lowerInclusive() && lower == Long.MAX_VALUE)
                || (!range.upperInclusive() && upper == Long.MIN_VALUE);
        long first = range.lowerInclusive() ? lower : lower + 1;
        long last = range.upperInclusive() ? upper : upper - 1;
        return beyond || first > last ? NONE : LongPoint.newRangeQuery(field, first, last);
    }

    private static Query decimals(String field, Predicate.Range range) {
        double lower = range.lower() == null ? Double.NEGATIVE_INFINITY : decimal(range.lower());
        double upper = range.upper() == null ? Double.POSITIVE_INFINITY : decimal(range.upper());
        double first = range.lowerInclusive() ? lower : Math.nextUp(lower);
        double last = range.upperInclusive() ? upper : Math.nextDown(upper);
        return first > last ? NONE : DoublePoint.newRangeQuery(field, first, last);
    }

    /** Every text begins with nothing. */
    private static Query startsWith(Predicate.StartsWith startsWith) {
        return startsWith.prefix().isEmpty()
                ? none(marked(RowDocument.ABSENT, startsWith.field()))
                : new PrefixQuery(new Term(
                        RowDocument.filterField(startsWith.field()),
                        new BytesRef(startsWith.prefix().getBytes(StandardCharsets.UTF_8))));
    }
}
