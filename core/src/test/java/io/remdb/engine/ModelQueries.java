package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.Hit;
import io.remdb.KeyMatch;
import io.remdb.Path;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.SearchMode;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.engine.ModelOperation.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a database in every way there is, and compares with what follows from the {@link ModelState}. */
final class ModelQueries {
    private static final double EPSILON = 1e-4;

    private final RemDatabase db;
    private final ModelState state;
    private final Random random;
    private final List<String> keys;

    /** @param keys those that rows may have */
    ModelQueries(RemDatabase db, ModelState state, List<String> keys, Random random) {
        this.db = db;
        this.state = state;
        this.keys = keys;
        this.random = random;
    }

    void compareAll() {
        lists();
        rowsById();
        lookups();
        distinctValues();
        for (int i = 0; i < 4; i++) {
            conditions();
        }
        aggregates();
        joins();
        for (int i = 0; i < 2; i++) {
            keywords();
            meaning();
            edges();
            traversals();
        }
    }

    private List<String> tables() {
        return state.extrasVersion > 0
                ? List.of(ModelTables.ITEMS, ModelTables.PEOPLE, ModelTables.EXTRAS)
                : List.of(ModelTables.ITEMS, ModelTables.PEOPLE);
    }

    private Stream<Map.Entry<String, ModelState.Row>> living(String table) {
        return state.table(table).entrySet().stream()
                .filter(row -> !row.getValue().deleted());
    }

    private Set<String> livingKeys(String table) {
        return living(table).map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> sorted(Stream<String> texts) {
        return texts.collect(Collectors.toCollection(TreeSet::new));
    }

    private static String key(Entity entity) {
        return entity.properties().path("name").stringValue("");
    }

    private String key() {
        return keys.get(random.nextInt(keys.size()));
    }

    private void lists() {
        for (String table : tables()) {
            assertThat(keysOf(db.list(table, Visibility.LIVE)))
                    .as("list of %s", table)
                    .isEqualTo(livingKeys(table));
            assertThat(keysOf(db.list(table, Visibility.WITH_DELETED)))
                    .as("whole list of %s", table)
                    .isEqualTo(state.table(table).keySet());
            assertThat(db.count(table))
                    .as("count of %s", table)
                    .isEqualTo(living(table).count());
        }
    }

    private static Set<String> keysOf(EntityCursor rows) {
        Set<String> keys = new TreeSet<>();
        try (rows) {
            rows.forEachRemaining(row -> keys.add(key(row)));
        }
        return keys;
    }

    private void rowsById() {
        for (String table : tables()) {
            List<UUID> ids =
                    keys.stream().map(key -> ModelTables.id(table, key)).toList();
            assertThat(db.getAll(ids).stream().map(ModelQueries::key).toList())
                    .as("getAll of %s", table)
                    .isEqualTo(keys.stream()
                            .filter(state.table(table)::containsKey)
                            .toList());
            String key = key();
            ModelState.Row row = state.table(table).get(key);
            var found = db.get(ModelTables.id(table, key));
            assertThat(found.isPresent()).as("get %s %s", table, key).isEqualTo(row != null);
            found.ifPresent(entity -> assertThat(new ModelState.Row(entity.properties(), entity.deleted()))
                    .as("get %s %s", table, key)
                    .isEqualTo(row));
        }
    }

    private void lookups() {
        for (int i = 0; i < 3; i++) {
            String key = key();
            Set<String> expected = tables().stream()
                    .filter(table -> livingKeys(table).contains(key))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(sorted(db.lookup(key).stream().map(Entity::entityType)))
                    .as("lookup %s", key)
                    .isEqualTo(expected);
            assertThat(sorted(db.fuzzy(key).limit(100).run().stream()
                            .filter(match -> match.tier() == KeyMatch.Tier.EXACT)
                            .map(match -> match.entity().entityType())))
                    .as("fuzzy %s", key)
                    .isEqualTo(expected);
            assertThat(strings("LOOKUP '" + key + "'", "entity_type"))
                    .as("LOOKUP %s", key)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private void distinctValues() {
        assertThat(db.distinctValues(ModelTables.ITEMS, "year", 1000))
                .as("years")
                .containsExactlyInAnyOrderElementsOf(living(ModelTables.ITEMS)
                        .map(row -> row.getValue().properties().get("year"))
                        .filter(java.util.Objects::nonNull)
                        .map(year -> (Object) year.longValue())
                        .distinct()
                        .toList());
    }

    private List<@Nullable String> strings(String sql, String column, Object... parameters) {
        try (QueryResult result = db.query(sql, parameters)) {
            List<@Nullable String> values = new ArrayList<>();
            for (Row row : result) {
                values.add(row.string(column));
            }
            return values;
        }
    }

    /** A condition in SQL and in Java; one on a missing value is not true. */
    private record Condition(String sql, List<Object> parameters, Predicate<ModelState.Row> matches) {}

    private Condition condition(int depth) {
        if (depth > 0 && random.nextBoolean()) {
            Condition left = condition(depth - 1);
            Condition right = condition(depth - 1);
            List<Object> parameters = new ArrayList<>(left.parameters);
            parameters.addAll(right.parameters);
            return random.nextBoolean()
                    ? new Condition(
                            "(" + left.sql + " AND " + right.sql + ")", parameters, left.matches.and(right.matches))
                    : new Condition(
                            "(" + left.sql + " OR " + right.sql + ")", parameters, left.matches.or(right.matches));
        }
        int year = ModelOperations.FIRST_YEAR + random.nextInt(ModelOperations.YEARS);
        String category = "c" + random.nextInt(ModelOperations.CATEGORIES);
        String tag = "t" + random.nextInt(3);
        String key = key();
        return switch (random.nextInt(8)) {
            case 0 ->
                new Condition(
                        "category = ?",
                        List.of(category),
                        row -> text(row, "category").equals(category));
            case 1 ->
                new Condition(
                        "year BETWEEN ? AND ?",
                        List.of(year, year + 2),
                        row -> isBetween(number(row, "year"), year, year + 2L));
            case 2 ->
                new Condition(
                        "year > ?", List.of(year), row -> isBetween(number(row, "year"), year + 1L, Long.MAX_VALUE));
            case 3 -> new Condition("year IS NULL", List.of(), row -> number(row, "year") == null);
            case 4 ->
                new Condition(
                        "? = ANY(tags)",
                        List.of(tag),
                        row -> row.properties()
                                .path("tags")
                                .valueStream()
                                .anyMatch(value -> value.stringValue("").equals(tag)));
            case 5 ->
                new Condition(
                        "name >= ?", List.of(key), row -> text(row, "name").compareTo(key) >= 0);
            case 6 ->
                new Condition(
                        "score < ?",
                        List.of(10.0),
                        row -> row.properties().has("score")
                                && row.properties().get("score").doubleValue() < 10);
            default ->
                new Condition(
                        "category IN ('c0', ?)",
                        List.of(category),
                        row -> Set.of("c0", category.equals("c0") ? "" : category)
                                .contains(row.properties().path("category").stringValue("none")));
        };
    }

    private static String text(ModelState.Row row, String field) {
        return row.properties().path(field).stringValue("");
    }

    private static boolean isBetween(@Nullable Long number, long least, long most) {
        return number != null && number >= least && number <= most;
    }

    private static @Nullable Long number(ModelState.Row row, String field) {
        return row.properties().has(field) ? row.properties().get(field).longValue() : null;
    }

    private void conditions() {
        Condition condition = condition(2);
        boolean deleted = random.nextInt(5) == 0;
        boolean descending = random.nextBoolean();
        int limit = 1 + random.nextInt(12);
        int offset = random.nextInt(4);
        Comparator<Map.Entry<String, ModelState.Row>> byYear = Comparator.comparing(
                row -> number(row.getValue(), "year"), Comparator.nullsFirst(Comparator.naturalOrder()));
        List<String> expected = state.table(ModelTables.ITEMS).entrySet().stream()
                .filter(row -> row.getValue().deleted() == deleted)
                .filter(row -> condition.matches.test(row.getValue()))
                .sorted((descending ? byYear.reversed() : byYear).thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        String where = condition.sql + (deleted ? " AND deleted_at IS NOT NULL" : "");
        String sql =
                "SELECT name FROM items WHERE " + where + " ORDER BY year " + (descending ? "DESC" : "ASC") + ", name";
        Object[] parameters = condition.parameters.toArray();
        assertThat(strings(sql, "name", parameters))
                .as("%s %s", sql, condition.parameters)
                .isEqualTo(expected);
        assertThat(strings(sql + " LIMIT " + limit + " OFFSET " + offset, "name", parameters))
                .as("%s %s LIMIT %d OFFSET %d", sql, condition.parameters, limit, offset)
                .isEqualTo(expected.stream().skip(offset).limit(limit).toList());
        assertThat(number("SELECT count(*) AS n FROM items WHERE " + where, parameters))
                .as("count of %s %s", where, condition.parameters)
                .isEqualTo(expected.size());
        if (!deleted) {
            meaning(condition);
        }
    }

    private long number(String sql, Object... parameters) {
        try (QueryResult result = db.query(sql, parameters)) {
            return result.iterator().next().number("n");
        }
    }

    private void aggregates() {
        Map<String, String> expected = new TreeMap<>();
        Map<String, List<ModelState.Row>> groups = living(ModelTables.ITEMS)
                .map(Map.Entry::getValue)
                .collect(Collectors.groupingBy(row -> text(row, "category")));
        groups.forEach((category, rows) -> {
            var years = rows.stream()
                    .map(row -> number(row, "year"))
                    .filter(java.util.Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .summaryStatistics();
            expected.put(
                    category,
                    rows.size() + " " + years.getCount() + " "
                            + (years.getCount() == 0
                                    ? "null null null"
                                    : years.getSum() + " " + years.getMin() + " " + years.getMax()));
        });
        Map<String, String> actual = new TreeMap<>();
        try (QueryResult result = db.query("SELECT coalesce(category, '') AS c, count(*) AS n, count(year) AS y,"
                + " sum(year) AS s, min(year) AS l, max(year) AS h FROM items GROUP BY category")) {
            result.forEach(row -> actual.put(
                    String.valueOf(row.string("c")),
                    String.join(
                            " ",
                            Stream.of("n", "y", "s", "l", "h")
                                    .map(column -> String.valueOf(row.string(column)))
                                    .toList())));
        }
        assertThat(actual).as("aggregates").isEqualTo(expected);
    }

    private void joins() {
        long owned = living(ModelTables.ITEMS)
                .filter(row -> livingKeys(ModelTables.PEOPLE).contains(text(row.getValue(), "owner")))
                .count();
        assertThat(number("SELECT count(*) AS n FROM items i JOIN people p ON p.name = i.owner"))
                .as("a join")
                .isEqualTo(owned);
        String type = ModelOperations.TYPES.get(random.nextInt(ModelOperations.TYPES.size()));
        long linked = state.links.keySet().stream()
                .filter(link ->
                        link.type().equals(type) && livingKeys(link.table()).contains(link.key()))
                .count();
        assertThat(number("SELECT count(*) AS n FROM edges WHERE rel_type = ?", type))
                .as("edges of type %s", type)
                .isEqualTo(linked);
    }

    private void keywords() {
        String word = "w" + random.nextInt(ModelOperations.WORDS);
        Set<String> expected = living(ModelTables.ITEMS)
                .filter(row ->
                        Arrays.asList(text(row.getValue(), "text").split(" ")).contains(word))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(sorted(db.search(word).in(ModelTables.ITEMS).mode(SearchMode.KEYWORD).limit(1000).run().stream()
                        .map(hit -> key(hit.entity()))))
                .as("rows with the word %s", word)
                .isEqualTo(expected);
    }

    private void meaning() {
        meaning(new Condition("", List.of(), row -> true));
    }

    /** All rows, the nearest first, by the scores that follow from their vectors. */
    private void meaning(Condition condition) {
        String question = "w" + random.nextInt(ModelOperations.WORDS) + " w" + random.nextInt(ModelOperations.WORDS);
        int limit = 1 + random.nextInt(10);
        Map<String, Double> cosines = new LinkedHashMap<>();
        try (EmbeddingModel model = new WordsEmbeddingProvider().open("64", Databases.config())) {
            float[] asked = model.embedQuery(question);
            living(ModelTables.ITEMS)
                    .filter(row -> condition.matches.test(row.getValue()))
                    .forEach(row ->
                            cosines.put(row.getKey(), cosine(asked, model.embedQuery(text(row.getValue(), "text")))));
        }
        var search = db.search(question).in(ModelTables.ITEMS);
        if (!condition.sql.isEmpty()) {
            search.where(condition.sql, condition.parameters.toArray());
        }
        List<Hit<Entity>> hits = search.mode(SearchMode.SEMANTIC).limit(limit).run();
        List<Double> best = cosines.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .toList();
        assertThat(hits).as("hits of '%s' where %s", question, condition).hasSameSizeAs(best);
        for (int i = 0; i < hits.size(); i++) {
            String key = key(hits.get(i).entity());
            assertThat(cosines)
                    .as("hit %d of '%s' where %s", i, question, condition)
                    .containsKey(key);
            assertThat(cosines.remove(key))
                    .as("hit %d of '%s' where %s", i, question, condition)
                    .isCloseTo(best.get(i), within(EPSILON));
        }
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private void edges() {
        String table = random.nextBoolean() ? ModelTables.ITEMS : ModelTables.PEOPLE;
        String key = key();
        String id = ModelTables.id(table, key).toString();
        for (EdgeDirection direction : EdgeDirection.values()) {
            Set<String> expected = state.links.keySet().stream()
                    .filter(link -> (direction != EdgeDirection.IN && starts(link, table, key))
                            || (direction != EdgeDirection.OUT && ends(link, table, key)))
                    .map(link -> ModelTables.id(link.table(), link.key()) + " " + link.type() + " "
                            + ModelTables.id(link.toTable(), link.toKey()))
                    .collect(Collectors.toCollection(TreeSet::new));
            boolean known = state.table(table).containsKey(key)
                    || state.links.keySet().stream()
                            .anyMatch(link -> starts(link, table, key) || ends(link, table, key));
            if (!known) {
                assertThatThrownBy(() -> db.edges(id, direction, List.of()))
                        .as("edges of %s %s", table, key)
                        .isInstanceOf(RemException.class);
                continue;
            }
            Set<String> actual = new TreeSet<>();
            try (EdgeCursor cursor = db.edges(id, direction, List.of())) {
                while (cursor.hasNext()) {
                    Edge edge = cursor.next();
                    actual.add(edge.src() + " " + edge.relType() + " " + edge.dst());
                }
            }
            assertThat(actual).as("edges %s of %s %s", direction, table, key).isEqualTo(expected);
        }
    }

    private static boolean starts(Link link, String table, String key) {
        return link.table().equals(table) && link.key().equals(key);
    }

    private static boolean ends(Link link, String table, String key) {
        return link.toTable().equals(table) && link.toKey().equals(key);
    }

    private void traversals() {
        List<String> starts = List.copyOf(livingKeys(ModelTables.ITEMS));
        if (starts.isEmpty()) {
            return;
        }
        String start = starts.get(random.nextInt(starts.size()));
        EdgeDirection direction = ModelOperations.oneOf(List.of(EdgeDirection.values()), random);
        int depth = 1 + random.nextInt(4);
        Map<String, Integer> expected = reached(start, direction, depth);
        Map<String, Integer> actual = new HashMap<>();
        for (Path path : db.traverse(ModelTables.id(ModelTables.ITEMS, start))
                .depth(depth)
                .direction(direction)
                .limit(10_000)
                .run()) {
            actual.put(path.end().entityType() + " " + key(path.end()), path.depth());
        }
        assertThat(actual).as("from %s %s %d", start, direction, depth).isEqualTo(expected);
    }

    private Map<String, Integer> reached(String start, EdgeDirection direction, int depth) {
        Map<String, Integer> depths = new HashMap<>();
        Deque<String> next = new ArrayDeque<>();
        String first = ModelTables.ITEMS + " " + start;
        depths.put(first, 0);
        next.add(first);
        while (!next.isEmpty()) {
            String at = next.remove();
            int reached = Objects.requireNonNull(depths.get(at));
            if (reached == depth) {
                continue;
            }
            for (Link link : state.links.keySet()) {
                String from = link.table() + " " + link.key();
                String to = link.toTable() + " " + link.toKey();
                if (direction != EdgeDirection.IN && from.equals(at)) {
                    visit(to, reached + 1, depths, next);
                }
                if (direction != EdgeDirection.OUT && to.equals(at)) {
                    visit(from, reached + 1, depths, next);
                }
            }
        }
        depths.remove(first);
        return depths;
    }

    private void visit(String row, int depth, Map<String, Integer> depths, Deque<String> next) {
        String[] name = row.split(" ");
        if (livingKeys(name[0]).contains(name[1]) && depths.putIfAbsent(row, depth) == null) {
            next.add(row);
        }
    }
}
