package io.remdb.bench;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.bench.data.Noise;
import io.remdb.bench.data.Rows;
import io.remdb.json.Json;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Trees of 40 nodes, a random graph, and a hub with an edge to every row of {@value PlainTable#NAME}. */
final class Traversal implements Measurement {
    private static final String TREES = "bench_trees";
    private static final String PEOPLE = "bench_people";
    private static final String HUBS = "bench_hubs";
    private static final String HUB = "hub";
    private static final int TREE_NODES = 40;
    private static final int BRANCHES = 3;
    private static final int TREES_MOST = 500;
    private static final int PEOPLE_MOST = 20_000;
    private static final int KNOWN = 5;
    private static final int HUB_EDGES_A_WRITE = 10_000;
    private static final int LIMIT = 100;

    @Override
    public String name() {
        return "traversal";
    }

    @Override
    public String what() {
        return "traversal of 3 hops, of a hub, shortest path";
    }

    @Override
    public List<Result> run(Context context) {
        int rows = context.settings().rows();
        context.plain();
        List<UUID> roots = trees(context.database(), Math.clamp(rows / TREE_NODES, 1, TREES_MOST));
        List<UUID> people = people(
                context.database(),
                Math.clamp(rows, 2, PEOPLE_MOST),
                context.settings().seed());
        hub(context, rows);
        return List.of(threeHops(context, roots), shortestPath(context, people), ofHub(context, Math.min(LIMIT, rows)));
    }

    private static Result threeHops(Context context, List<UUID> roots) {
        Timing timing = Timing.measure(
                context.pace(),
                number -> expect(
                        TREE_NODES - 1,
                        context.database()
                                .traverse(roots.get(number % roots.size()))
                                .depth(BRANCHES)
                                .run()
                                .size()));
        return Result.of("traversal, 3 hops, 40 nodes", timing).withBudget(Budget.TRAVERSAL);
    }

    private static Result shortestPath(Context context, List<UUID> people) {
        Noise noise = new Noise(context.settings().seed(), people.size());
        Timing timing = Timing.measure(context.pace(), number -> {
            UUID start = people.get(noise.nextInt(people.size()));
            UUID end = people.get(noise.nextInt(people.size()));
            context.database().traverse(start).to(end);
        });
        return Result.of("shortest path, 5 edges a node", timing).withNote(String.format("%,d nodes", people.size()));
    }

    private static Result ofHub(Context context, int limit) {
        Timing timing = Timing.measure(
                context.pace(),
                number -> expect(
                        limit,
                        context.database()
                                .traverse(HUB)
                                .depth(1)
                                .limit(limit)
                                .run()
                                .size()));
        return Result.of("100 neighbours of a hub", timing)
                .withNote(String.format("%,d edges", context.settings().rows()));
    }

    private static void expect(int expected, int found) {
        if (found != expected) {
            throw new IllegalStateException("A traversal gives " + found + " rows, not " + expected);
        }
    }

    /** Node n of a tree leads to the nodes 3 n + 1 to 3 n + 3; the roots. */
    private static List<UUID> trees(RemDatabase database, int count) {
        List<String> rows = Loading.make(
                number -> {
                    long tree = number / TREE_NODES;
                    int node = (int) (number % TREE_NODES);
                    ObjectNode row = Json.object().put("code", "tree-" + tree + "-" + node);
                    ArrayNode edges = row.putArray("edges");
                    IntStream.rangeClosed(BRANCHES * node + 1, BRANCHES * node + BRANCHES)
                            .filter(child -> child < TREE_NODES)
                            .forEach(child -> edge(edges, TREES, "tree-" + tree + "-" + child, "child"));
                    return Json.text(row);
                },
                0,
                (long) count * TREE_NODES);
        fill(database, TREES, rows);
        return ids(database, count, number -> "tree-" + number + "-0");
    }

    private static List<UUID> people(RemDatabase database, int count, long seed) {
        Noise noise = new Noise(seed, 1);
        List<String> rows = Loading.make(
                number -> {
                    ObjectNode row = Json.object().put("code", "person-" + number);
                    ArrayNode edges = row.putArray("edges");
                    for (int known = 0; known < KNOWN; known++) {
                        edge(edges, PEOPLE, "person-" + noise.nextInt(count), "knows");
                    }
                    return Json.text(row);
                },
                0,
                count);
        fill(database, PEOPLE, rows);
        return ids(database, count, number -> "person-" + number);
    }

    /** Written in parts, which the database merges. */
    private static void hub(Context context, int edges) {
        RemDatabase database = context.database();
        database.schemas().register(schema(HUBS));
        for (int from = 0; from < edges; from += HUB_EDGES_A_WRITE) {
            ObjectNode row = Json.object().put("code", HUB);
            ArrayNode part = row.putArray("edges");
            for (int number = from; number < Math.min(edges, from + HUB_EDGES_A_WRITE); number++) {
                edge(part, PlainTable.NAME, Rows.plainKey(number), "holds");
            }
            database.insert(HUBS, Json.text(row));
        }
        context.tell(String.format("a hub with %,d edges", edges));
    }

    private static void edge(ArrayNode edges, String table, String key, String relType) {
        ObjectNode edge = edges.addObject().put("rel_type", relType);
        edge.putObject("dst").put("entity_type", table).put("key", key);
    }

    private static void fill(RemDatabase database, String table, List<String> rows) {
        Loading.removeTable(database, table);
        database.schemas().register(schema(table));
        Loading.insert(database, table, rows);
    }

    private static List<UUID> ids(RemDatabase database, int count, LongFunction<String> key) {
        return IntStream.range(0, count)
                .mapToObj(
                        number -> database.lookup(key.apply(number)).getFirst().id())
                .toList();
    }

    private static Schema schema(String table) {
        return Schema.parse("""
                {"title": "BenchNode", "short_name": "%s", "version": "1.0.0",
                 "description": "Rows that are linked",
                 "type": "object", "required": ["code"],
                 "properties": {"code": {"type": "string"}},
                 "json_schema_extra": {"key_field": "code"}}
                """.formatted(table));
    }
}
