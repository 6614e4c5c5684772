package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.engine.SearchSpec.FilterWay;
import io.remdb.search.Candidate;
import io.remdb.search.FusedCandidate;
import io.remdb.search.HybridFusion;
import io.remdb.search.SearchSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random rows, random changes of them, random predicates: a search with a predicate gives what comparing every row gives of
 * which the predicate is true, in each mode, whatever way it takes. {@code -Dseed=...} repeats a run.
 *
 * <p>Every fifth world has some hundred rows, and sizes so small that it has graphs and that all ways are taken.
 */
class FilteredSearchPropertyTest {
    private static final List<FilterWay> WAYS = List.of(FilterWay.values());
    private static final int WORLDS = 14;
    private static final int CASES = 150;
    private static final int CASES_BETWEEN_CHANGES = 15;
    private static final SearchSizes SMALL = new SearchSizes(48, 64, 2_000_000, 10_000);
    /** Of these the planner must take each way at least so often. */
    private static final int LEAST_OF_EACH_WAY = 10;
    /** A merge in the background forgets deleted rows, which changes BM25 between two searches. */
    private static final int ATTEMPTS = 5;

    private static final List<String> VOCABULARY =
            List.of("apple", "boat", "cloud", "drum", "eagle", "forest", "garden", "harbour", "island", "jungle");

    @TempDir
    private Path home;

    private final Map<SearchPlan.Filter, Integer> evaluated = new EnumMap<>(SearchPlan.Filter.class);
    private final Map<SearchPlan.Way, Integer> ways = new EnumMap<>(SearchPlan.Way.class);
    private final EmbeddingModel model = new WordsEmbeddingProvider().open("64", Databases.config());

    @Test
    void filtersNeverLoseRowsNorLetOthersIn() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("FilteredSearchPropertyTest: -Dseed=" + seed);
        for (int world = 0; world < WORLDS; world++) {
            new World(new Random(seed + world), world, "seed " + seed + ", world " + world).run();
        }
        int cases = evaluated.values().stream().mapToInt(count -> count).sum();
        assertThat(evaluated.getOrDefault(SearchPlan.Filter.INDEX, 0)).isGreaterThan(cases / 2);
        assertThat(evaluated.getOrDefault(SearchPlan.Filter.SQL, 0)).isGreaterThan(cases / 20);
        System.out.println("FilteredSearchPropertyTest: " + ways);
        for (SearchPlan.Way way : List.of(SearchPlan.Way.EXACT, SearchPlan.Way.GRAPH, SearchPlan.Way.OVER_FETCH)) {
            assertThat(ways.getOrDefault(way, 0)).as("%s of %s", way, ways).isGreaterThanOrEqualTo(LEAST_OF_EACH_WAY);
        }
    }

    /** A table and the oracle's copy of it. */
    private final class World {
        private final Random random;
        private final int number;
        private final String name;
        private final List<TestField> fields = new ArrayList<>();
        private final RandomRows rows;
        /** The whole ranking by words of a question, until rows change. */
        private final Map<String, List<Candidate>> rankings = new HashMap<>();

        private RemDatabase db;

        World(Random random, int number, String name) {
            this.random = random;
            this.rows = new RandomRows(fields, random);
            this.number = number;
            this.name = name;
            this.db = open();
        }

        /** Every fourth is on disk, to be reopened. */
        private boolean onDisk() {
            return number % 4 == 3;
        }

        private boolean hasGraphs() {
            return number % 5 == 3;
        }

        private SearchSizes sizes() {
            return hasGraphs() ? SMALL : SearchSizes.PRODUCTION;
        }

        private RemDatabase open() {
            return onDisk() ? Databases.open(home.resolve("world" + number), sizes()) : Databases.inMemory(sizes());
        }

        void run() {
            try {
                db.schemas().register(Schema.parse(schema()));
                int wanted = hasGraphs() ? 250 + random.nextInt(200) : 20 + random.nextInt(80);
                while (rows.size() < wanted) {
                    insert();
                }
                for (int i = 0; i < CASES; i++) {
                    if (i % CASES_BETWEEN_CHANGES == 0) {
                        change();
                    }
                    compare(i);
                }
            } finally {
                db.close();
            }
        }

        private String schema() {
            for (TestField.Kind kind : TestField.Kind.values()) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    fields.add(new TestField(
                            "f" + fields.size() + "_" + kind.name().charAt(0), kind));
                }
            }
            fields.add(new TestField("always", TestField.Kind.TEXT));
            String properties = fields.stream()
                    .map(field -> ", \"" + field.name() + "\": " + field.kind().schema)
                    .collect(Collectors.joining());
            String indexed = fields.stream()
                    .filter(field -> field.kind() != TestField.Kind.OBJECT && random.nextInt(3) == 0)
                    .map(field -> "\"" + field.name() + "\"")
                    .collect(Collectors.joining(", "));
            return """
                    {"title": "Thing", "description": "A thing", "version": "1.0.0", "short_name": "things",
                     "properties": {"title": {"type": "string"}, "content": {"type": "string"}%s},
                     "required": ["title"],
                     "json_schema_extra": {"embedding_fields": ["content"], "indexed_fields": [%s],
                       "key_field": "title"}}""".formatted(properties, indexed);
        }

        private void change() {
            rankings.clear();
            for (int i = random.nextInt(8); i > 0; i--) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> insert();
                    case 2 -> rows.update(db);
                    case 3 -> rows.delete(db, Deletion.Mode.SOFT);
                    default -> rows.delete(db, Deletion.Mode.HARD);
                }
            }
            if (onDisk() && random.nextInt(5) == 0) {
                db.close();
                db = open();
            }
        }

        /** A new row, or another version of one, or a deleted one that comes back. */
        private void insert() {
            String title = "t" + random.nextInt(hasGraphs() ? 900 : 110);
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            StringBuilder json = new StringBuilder("{\"title\": \"" + title + "\"");
            for (TestField field : fields) {
                Object value = field.value(random);
                values.put(field.name(), value);
                if (value != null || random.nextBoolean()) {
                    json.append(", \"").append(field.name()).append("\": ").append(field.json(value, random));
                }
            }
            String content = random.nextInt(8) == 0 ? null : sentence(1 + random.nextInt(4));
            json.append(content == null ? "}" : ", \"content\": \"" + content + "\"}");
            UUID id = db.insert("things", json.toString()).id();
            put(title, id, values, content);
        }

        private void put(String title, UUID id, Map<String, @Nullable Object> values, @Nullable String content) {
            Entity entity = db.get(id).orElseThrow();
            float[] vector = content == null ? null : model.embedQuery(content);
            rows.put(title, new TestRow(id, values, content, vector, entity.createdAt(), entity.modifiedAt()));
        }

        private String sentence(int words) {
            return IntStream.range(0, words)
                    .mapToObj(_ -> VOCABULARY.get(random.nextInt(VOCABULARY.size())))
                    .collect(Collectors.joining(" "));
        }

        private void compare(int number) {
            List<TestRow> all = rows.all();
            Condition condition = new RandomConditions(fields, all, random).any(3);
            List<@Nullable Object> parameters = new ArrayList<>();
            String sql = condition.sql(parameters);
            String question = VOCABULARY.get(number % 3) + " " + VOCABULARY.get(3 + number % 2);
            int limit = 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 12);
            boolean planned = hasGraphs() && random.nextInt(4) > 0;
            FilterWay way = planned ? FilterWay.PLANNED : WAYS.get(random.nextInt(WAYS.size()));
            String about = name + ", case " + number + ": " + question + " WHERE " + sql + " " + parameters + " LIMIT "
                    + limit + " " + way;
            Map<UUID, TestRow> matching = all.stream()
                    .filter(row -> Boolean.TRUE.equals(condition.holds(row)))
                    .collect(Collectors.toMap(TestRow::id, row -> row));
            // By meaning always, as that is what the planner has ways for; the others in turns.
            SearchMode other = number % 3 == 0 ? SearchMode.KEYWORD : SearchMode.HYBRID;
            for (SearchMode mode : List.of(SearchMode.SEMANTIC, other)) {
                LocalSearch.OfEntities search = (LocalSearch.OfEntities) db.search(question);
                search.filteredBy(way)
                        .in("things")
                        .where(sql, parameters.toArray())
                        .mode(mode)
                        .limit(limit);
                compare(about + " " + mode, search, expected(question, matching, mode, limit), limit, () -> {
                    rankings.clear();
                    return expected(question, matching, mode, limit);
                });
                if (way == FilterWay.PLANNED && mode == SearchMode.SEMANTIC) {
                    checkPlan(about, search.explain().tables().getFirst(), matching.size(), limit);
                }
            }
        }

        /** Few matching rows are compared one by one; others, where nearly all match, without the filter, else with it. */
        private void checkPlan(String about, SearchPlan.OfTable plan, int matching, int limit) {
            SearchPlan.Leg leg = plan.legs().getFirst();
            evaluated.merge(plan.filter(), 1, Integer::sum);
            ways.merge(leg.way(), 1, Integer::sum);
            assertThat(leg.matching()).as(about + ": counted rows").isEqualTo(matching);
            if (leg.way() == SearchPlan.Way.OVER_FETCH) {
                String wrong = about + ": searched without the filter at an estimate of " + leg.estimated() + " of "
                        + leg.rows() + " rows";
                assertThat(leg.rows()).as(wrong).isGreaterThan(sizes().fewRows());
                assertThat(leg.estimated()).as(wrong).isGreaterThanOrEqualTo(leg.rows() * 9 / 10);
                return;
            }
            boolean few = matching <= Math.max(sizes().fewRows(), limit);
            boolean fellBack = leg.reason().equals("the graphs gave too few");
            SearchPlan.Way right = few || fellBack ? SearchPlan.Way.EXACT : SearchPlan.Way.GRAPH;
            assertThat(leg.way())
                    .as("%s: way for %s matching rows", about, matching)
                    .isEqualTo(right);
            assertThat(few && fellBack)
                    .as("%s: graphs were searched for %s matching rows", about, matching)
                    .isFalse();
        }

        private void compare(
                String about,
                LocalSearch.OfEntities search,
                List<FusedCandidate> expected,
                int limit,
                Supplier<List<FusedCandidate>> anew) {
            List<FusedCandidate> current = expected;
            for (int attempt = 1; ; attempt++) {
                try {
                    check(about, search.run(), current, limit);
                    return;
                } catch (AssertionError e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                    current = anew.get();
                }
            }
        }

        private List<FusedCandidate> expected(
                String question, Map<UUID, TestRow> matching, SearchMode mode, int limit) {
            return switch (mode) {
                case SEMANTIC ->
                    filledUp(HybridFusion.semantic(first(semantic(question, matching), limit)), matching, limit);
                case KEYWORD -> HybridFusion.keyword(first(keyword(question, matching), limit));
                case HYBRID -> {
                    List<Candidate> semantic = semantic(question, matching);
                    int depth = Math.max(HybridFusion.DEPTH, limit);
                    List<FusedCandidate> fused = HybridFusion.fuse(
                            first(semantic, depth),
                            first(keyword(question, matching), depth),
                            0.5,
                            semantic.stream().collect(Collectors.toMap(Candidate::id, each -> (double) each.score())));
                    yield filledUp(fused, matching, limit);
                }
            };
        }

        /** Rows that no side proposes come last. */
        private static List<FusedCandidate> filledUp(
                List<FusedCandidate> hits, Map<UUID, TestRow> matching, int limit) {
            Set<UUID> others = new TreeSet<>(matching.keySet());
            hits.forEach(hit -> others.remove(hit.id()));
            List<FusedCandidate> all = new ArrayList<>(hits);
            others.stream()
                    .limit(Math.max(0, limit - hits.size()))
                    .map(HybridFusion::unrelated)
                    .forEach(all::add);
            return all;
        }

        private static <T> List<T> first(List<T> list, int count) {
            return list.subList(0, Math.min(count, list.size()));
        }

        private List<Candidate> semantic(String question, Map<UUID, TestRow> matching) {
            float[] vector = model.embedQuery(question);
            List<Candidate> candidates = new ArrayList<>();
            for (TestRow row : matching.values()) {
                float[] own = row.vector();
                if (own != null) {
                    candidates.add(new Candidate(row.id(), dot(vector, own)));
                }
            }
            candidates.sort(Candidate.BEST_FIRST);
            return candidates;
        }

        private static float dot(float[] left, float[] right) {
            double sum = 0;
            for (int i = 0; i < left.length; i++) {
                sum += (double) left[i] * right[i];
            }
            return (float) sum;
        }

        /** A predicate does not change a row's BM25, so that the whole ranking without one has all there is. */
        private List<Candidate> keyword(String question, Map<UUID, TestRow> matching) {
            return rankings.computeIfAbsent(question, this::ranking).stream()
                    .filter(each -> matching.containsKey(each.id()))
                    .toList();
        }

        private List<Candidate> ranking(String question) {
            return db.search(question).in("things").mode(SearchMode.KEYWORD).limit(1000).run().stream()
                    .map(hit -> new Candidate(
                            hit.entity().id(),
                            hit.keywordScore() == null ? 0 : hit.keywordScore().floatValue()))
                    .sorted(Candidate.BEST_FIRST)
                    .toList();
        }
    }

    /** Same scores at each place, the right score of each row, and of equal rows the first ids: rounding may differ. */
    private static void check(String about, List<Hit<Entity>> hits, List<FusedCandidate> expected, int limit) {
        assertThat(hits).as(about).hasSize(Math.min(limit, expected.size()));
        Map<UUID, FusedCandidate> byId = expected.stream().collect(Collectors.toMap(FusedCandidate::id, each -> each));
        for (int i = 0; i < hits.size(); i++) {
            Hit<Entity> hit = hits.get(i);
            FusedCandidate same = byId.get(hit.entity().id());
            assertThat(hit.score()).as(about).isCloseTo(expected.get(i).score(), within(1e-4));
            if (same == null) {
                // Only where it equals the last of the expected ones, but for rounding.
                assertThat(hit.score())
                        .as(about + " has " + hit)
                        .isCloseTo(expected.getLast().score(), within(1e-6));
            } else {
                assertThat(hit.score()).as(about).isCloseTo(same.score(), within(1e-4));
            }
        }
        List<Hit<Entity>> sorted = new ArrayList<>(hits);
        sorted.sort(Comparator.<Hit<Entity>>comparingDouble(Hit::score)
                .reversed()
                .thenComparing(Comparator.<Hit<Entity>>comparingDouble(
                                hit -> hit.semanticScore() == null ? -1 : hit.semanticScore())
                        .reversed())
                .thenComparing(hit -> hit.semanticScore() == null && hit.keywordScore() == null)
                .thenComparing(hit -> hit.entity().id()));
        assertThat(hits).as(about + ": order of equal hits").isEqualTo(sorted);
    }
}
