package io.remdb.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.EdgeDirection;
import io.remdb.store.StoredEdge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random graphs against distances that are found by relaxing all edges until nothing changes. */
class GraphPropertyTest {
    private static final int GRAPHS = 150;
    private static final int QUESTIONS = 15;
    private static final List<String> TYPES = List.of("a", "ab", "b", "\u00e9t\u00e9");

    private static final List<EdgeDirection> DIRECTIONS = List.of(EdgeDirection.values());

    private record Link(int src, String relType, int dst) {}

    /** What the fixture holds, in memory. */
    private record Model(int size, Set<Integer> living, Set<Link> links) {}

    @Test
    void agreesWithDistancesFoundTheSlowWay() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int graph = 0; graph < GRAPHS; graph++) {
            try (GraphFixture fixture = new GraphFixture()) {
                Model model = fill(fixture, random);
                for (int question = 0; question < QUESTIONS; question++) {
                    String description = "seed " + seed + ", graph " + graph + ", question " + question;
                    ask(fixture, model, random, description);
                }
                assertThat(fixture.records().open()).isZero();
            }
        }
    }

    private static Model fill(GraphFixture fixture, Random random) {
        int size = 2 + random.nextInt(random.nextBoolean() ? 8 : 300);
        Set<Integer> living = new HashSet<>();
        for (int number = 0; number < size; number++) {
            int fate = number < 2 ? 0 : random.nextInt(8);
            if (fate < 6) {
                fixture.entity(number);
                living.add(number);
            } else if (fate == 6) {
                fixture.deletedEntity(number);
            }
        }
        Set<Link> links = new HashSet<>();
        int count = random.nextInt(3 * size);
        for (int i = 0; i < count; i++) {
            links.add(new Link(random.nextInt(size), TYPES.get(random.nextInt(TYPES.size())), random.nextInt(size)));
        }
        if (random.nextInt(4) == 0) {
            // A hub.
            for (int number = 0; number < size; number++) {
                links.add(random.nextBoolean() ? new Link(1, "a", number) : new Link(number, "a", 1));
            }
        }
        links.forEach(link -> fixture.edge(link.src, link.relType, link.dst));
        fixture.write();
        return new Model(size, living, links);
    }

    private static void ask(GraphFixture fixture, Model model, Random random, String description) {
        EdgeDirection direction = DIRECTIONS.get(random.nextInt(DIRECTIONS.size()));
        List<String> types = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            types.add(TYPES.get(random.nextInt(TYPES.size())));
        }
        Pattern pattern = new Pattern(direction, types, 1 + random.nextInt(10));
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 10_000;
        List<Integer> living = List.copyOf(model.living);
        int start = living.get(random.nextInt(living.size()));
        int end = living.get(random.nextInt(living.size()));
        String question = description + ": " + pattern + " from " + start + " to " + end + " limit " + limit;
        Map<Integer, Integer> distances = distances(model, pattern, start);
        checkAround(fixture, model, pattern, start, limit, distances, question);
        checkPath(fixture, model, pattern, start, end, distances, question);
    }

    private static void checkAround(
            GraphFixture fixture,
            Model model,
            Pattern pattern,
            int start,
            int limit,
            Map<Integer, Integer> distances,
            String question) {
        List<Reached> reached = fixture.graph().around(fixture.get(start), pattern, limit);
        List<Integer> depths = new ArrayList<>();
        Set<Integer> met = new HashSet<>();
        for (Reached end : reached) {
            int number = GraphFixture.number(end.entity().id());
            assertThat(met.add(number)).as(question).isTrue();
            assertThat(length(model, pattern, end, start, question))
                    .as(question)
                    .isEqualTo(distances.get(number));
            depths.add(distances.get(number));
        }
        List<Integer> expected = distances.values().stream()
                .filter(distance -> distance > 0)
                .sorted()
                .limit(limit)
                .toList();
        assertThat(depths).as(question).isEqualTo(expected);
        List<UUID> again = ids(fixture.graph().around(fixture.get(start), pattern, limit));
        assertThat(again).as(question).isEqualTo(ids(reached));
    }

    private static void checkPath(
            GraphFixture fixture,
            Model model,
            Pattern pattern,
            int start,
            int end,
            Map<Integer, Integer> distances,
            String question) {
        Optional<Reached> path =
                fixture.graph().shortestPath(fixture.get(start), fixture.get(end), pattern, Integer.MAX_VALUE);
        assertThat(path.isPresent()).as(question).isEqualTo(distances.containsKey(end));
        if (path.isPresent()) {
            assertThat(GraphFixture.number(path.get().entity().id()))
                    .as(question)
                    .isEqualTo(end);
            assertThat(length(model, pattern, path.get(), start, question))
                    .as(question)
                    .isEqualTo(distances.get(end));
        }
    }

    private static List<UUID> ids(List<Reached> reached) {
        return reached.stream().map(end -> end.entity().id()).toList();
    }

    /** The length of a path, every step of which is an edge that the pattern allows. */
    private static int length(Model model, Pattern pattern, Reached end, int start, String question) {
        int length = 0;
        Reached at = end;
        while (at.from() != null && at.edge() != null) {
            StoredEdge edge = at.edge();
            Link link = new Link(GraphFixture.number(edge.src()), edge.relType(), GraphFixture.number(edge.dst()));
            int from = GraphFixture.number(at.from().entity().id());
            int to = GraphFixture.number(at.entity().id());
            boolean forward = link.src == from && link.dst == to && pattern.direction() != EdgeDirection.IN;
            boolean backward = link.dst == from && link.src == to && pattern.direction() != EdgeDirection.OUT;
            assertThat(forward || backward).as(question).isTrue();
            assertThat(model.links).as(question).contains(link);
            assertThat(fits(pattern, link)).as(question).isTrue();
            assertThat(model.living).as(question).contains(to);
            length++;
            at = at.from();
        }
        assertThat(GraphFixture.number(at.entity().id())).as(question).isEqualTo(start);
        return length;
    }

    private static boolean fits(Pattern pattern, Link link) {
        return pattern.relTypes().isEmpty() || pattern.relTypes().contains(link.relType);
    }

    /** Bellman and Ford: as many rounds over all edges as the path may be long. */
    private static Map<Integer, Integer> distances(Model model, Pattern pattern, int start) {
        Map<Integer, Integer> distances = new HashMap<>(Map.of(start, 0));
        for (int round = 1; round <= pattern.depth(); round++) {
            Map<Integer, Integer> before = Map.copyOf(distances);
            for (Link link : model.links) {
                if (!fits(pattern, link) || !model.living.contains(link.src) || !model.living.contains(link.dst)) {
                    continue;
                }
                if (pattern.direction() != EdgeDirection.IN && before.containsKey(link.src)) {
                    distances.putIfAbsent(link.dst, round);
                }
                if (pattern.direction() != EdgeDirection.OUT && before.containsKey(link.dst)) {
                    distances.putIfAbsent(link.src, round);
                }
            }
        }
        return distances;
    }
}
