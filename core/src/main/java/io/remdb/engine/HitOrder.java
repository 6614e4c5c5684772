package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.query.Order;
import io.remdb.schema.Field;
import io.remdb.schema.FieldValues;
import io.remdb.text.Suggestions;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Orders the best hits of a search by values of their rows, compared as SQL compares their types. */
final class HitOrder {
    private static final List<String> SYSTEM = List.of("id", "entity_type", "created_at", "modified_at", "deleted_at");

    private final CatalogTable table;
    private final List<Order> terms;
    private final List<Function<Hit<Entity>, @Nullable Comparable<?>>> keys = new ArrayList<>();

    /** @throws RemException {@link ErrorCode#UNKNOWN_FIELD} or {@link ErrorCode#INVALID_QUERY} with the {@code field} */
    HitOrder(CatalogTable table, List<Order> terms) {
        this.table = table;
        this.terms = terms;
        terms.forEach(term -> keys.add(key(term.field())));
    }

    /** The hits in order; those that are equal stay in the order of their scores. */
    List<Hit<Entity>> apply(List<Hit<Entity>> hits) {
        record Keyed(Hit<Entity> hit, List<Optional<Comparable<?>>> keys) {}
        if (terms.isEmpty()) {
            return hits;
        }
        Comparator<Keyed> order = (_, _) -> 0;
        for (int i = 0; i < terms.size(); i++) {
            int place = i;
            order = order.thenComparing(keyed -> keyed.keys().get(place), comparator(terms.get(i)));
        }
        List<Keyed> keyed = new ArrayList<>();
        for (Hit<Entity> hit : hits) {
            List<Optional<Comparable<?>>> values = new ArrayList<>();
            keys.forEach(key -> values.add(Optional.ofNullable(key.apply(hit))));
            keyed.add(new Keyed(hit, values));
        }
        return keyed.stream().sorted(order).map(Keyed::hit).toList();
    }

    private static Comparator<Optional<Comparable<?>>> comparator(Order term) {
        boolean descending = term.direction() == Order.Direction.DESC;
        boolean nullsFirst = switch (term.nulls()) {
            case SMALLEST -> !descending;
            case FIRST -> true;
            case LAST -> false;
        };
        return (a, b) -> {
            if (a.isEmpty() || b.isEmpty()) {
                int nulls = Boolean.compare(a.isEmpty(), b.isEmpty());
                return nullsFirst ? -nulls : nulls;
            }
            int values = compare(a.get(), b.get());
            return descending ? -values : values;
        };
    }

    @SuppressWarnings("unchecked") // The values of one key are of one type.
    private static int compare(Comparable<?> a, Comparable<?> b) {
        return ((Comparable<Object>) a).compareTo(b);
    }

    private Function<Hit<Entity>, @Nullable Comparable<?>> key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "score" -> Hit::score;
            case "semantic_score" -> Hit::semanticScore;
            case "keyword_score" -> Hit::keywordScore;
            case "id" -> hit -> hit.entity().id().toString();
            case "entity_type" -> hit -> hit.entity().entityType();
            case "created_at" -> hit -> hit.entity().createdAt();
            case "modified_at" -> hit -> hit.entity().modifiedAt();
            case "deleted_at" -> hit -> hit.entity().deletedAt();
            default -> field(name);
        };
    }

    private Function<Hit<Entity>, @Nullable Comparable<?>> field(String name) {
        Field field = table.schema().fields().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .or(() -> table.schema().fields().stream()
                        .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> unknown(name));
        if (!(field.type() instanceof FieldType.Scalar)) {
            throw new RemException(ErrorCode.INVALID_QUERY, "Rows are not ordered by an array or an object")
                    .with("field", name)
                    .hint("Order by a field with one value, or by score");
        }
        return hit ->
                comparable(FieldValues.scalar(field, hit.entity().properties().get(field.name())));
    }

    private static @Nullable Comparable<?> comparable(FieldValue value) {
        return switch (value) {
            case FieldValue.Null none -> null;
            case FieldValue.Text text -> text.value();
            case FieldValue.Whole whole -> whole.value();
            // SQL has one zero.
            case FieldValue.Decimal decimal -> decimal.value() + 0.0;
            case FieldValue.Bool bool -> bool.value();
            case FieldValue.Timestamp timestamp -> timestamp.epochMicros();
            case FieldValue.Day day -> day.value();
            // As text, since UUID compares its halves as signed numbers, and SQL does not.
            case FieldValue.Id id -> id.value().toString();
        };
    }

    private RemException unknown(String name) {
        List<String> names = new ArrayList<>(Hit.SCORES);
        names.addAll(SYSTEM);
        table.schema().fields().forEach(field -> names.add(field.name()));
        RemException error = new RemException(ErrorCode.UNKNOWN_FIELD, "No field has this name")
                .with("field", name)
                .with("table", table.name());
        return error.hint(Suggestions.nearest(name, names)
                .map(near -> "Did you mean " + near + "?")
                .orElse("Order by score, a system field such as created_at, or a field of the schema"));
    }
}
