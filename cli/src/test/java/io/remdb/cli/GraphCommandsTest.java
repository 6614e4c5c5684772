package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One graph for all: a -calls-> b -calls-> c, a -knows-> d. What a test writes is about x, y and z. */
class GraphCommandsTest {
    @TempDir
    static Path folder;

    private static Path db = Path.of("");

    @BeforeAll
    static void createGraph() throws IOException {
        db = folder.resolve("db");
        done("init");
        Path schema = folder.resolve("people.json");
        Files.writeString(schema, """
                {"title": "Person", "description": "A person", "version": "1.0.0", "short_name": "people",
                 "properties": {"name": {"type": "string"}}, "required": ["name"]}""");
        done("schema", "add", schema.toString());
        RemRun batch = RemRun.reading("""
                        {"name": "d"}
                        {"name": "x"}
                        {"name": "y"}
                        {"name": "z", "edges": [{"dst": "x", "rel_type": "knows"}]}
                        {"name": "c"}
                        {"name": "b", "edges": [{"dst": "c", "rel_type": "calls"}]}
                        {"name": "a", "edges": [{"dst": {"entity_type": "people", "key": "b"}, "rel_type": "calls"}]}
                        """, db, "insert", "people", "--batch");
        assertThat(batch.exitCode()).as(batch.err()).isZero();
        done("edge", "add", "a", "d", "knows", "--properties", "{\"since\": 1999}");
    }

    private static RemRun done(String... arguments) {
        RemRun run = RemRun.in(db, arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static String id(String name) {
        return done("lookup", name).json().get("results").get(0).get("id").asString();
    }

    @Test
    void addsAnEdgeAndAddingItAgainReplacesItsProperties() {
        ObjectNode first = done("edge", "add", "x", id("y"), "knows").json();
        assertThat(first.propertyNames()).containsExactly("src", "dst", "rel_type", "properties", "created_at");
        assertThat(first.get("src").asString()).isEqualTo(id("x"));

        ObjectNode second = RemRun.reading("{\"x\": 1}", db, "edge", "add", "x", "y", "knows", "--properties", "-")
                .json();
        assertThat(second.get("created_at")).isEqualTo(first.get("created_at"));
        assertThat(second.get("properties").get("x").asInt()).isEqualTo(1);
        assertThat(done("edge", "list", "x", "--type", "knows", "--direction", "out")
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void linksToARowThatIsWrittenLater() {
        String dst = done("edge", "add", "y", "{\"entity_type\": \"people\", \"key\": \"e\"}", "knows")
                .json()
                .get("dst")
                .asString();
        assertThat(done("traverse", "y").json().get("count").asInt()).isZero();

        done("insert", "people", "{\"name\": \"e\"}");

        assertThat(id("e")).isEqualTo(dst);
        assertThat(reached(done("traverse", "y"))).containsExactly("e");
    }

    @Test
    void listsEdgesByDirectionAndTypeInEveryFormat() {
        ObjectNode list = done("edge", "list", "a").json();
        assertThat(list.propertyNames()).containsExactly("results", "count", "execution_time_ms");
        assertThat(list.get("results").get(1).get("properties").get("since").asInt())
                .isEqualTo(1999);
        assertThat(done("edge", "list", "b", "--direction", "in")
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(done("edge", "list", "b").json().get("count").asInt()).isEqualTo(2);
        assertThat(done("edge", "list", "b", "--direction", "out", "--type", "knows")
                        .json()
                        .get("count")
                        .asInt())
                .isZero();
        assertThat(done("edge", "list", "a", "--format", "jsonl").out().lines()).hasSize(2);
        assertThat(done("edge", "list", "a", "--format", "csv").out())
                .startsWith("src,dst,rel_type,properties,created_at");
        assertThat(done("edge", "list", "a", "--format", "table").out())
                .contains("rel_type")
                .contains("knows");
    }

    @Test
    void deletesAnEdgeOnce() {
        ObjectNode deleted = done("edge", "delete", "z", "{\"entity_type\": \"people\", \"key\": \"x\"}", "knows")
                .json();
        assertThat(deleted.get("action").asString()).isEqualTo("deleted");
        assertThat(deleted.get("src").asString()).isEqualTo(id("z"));
        assertThat(deleted.get("dst").asString()).isEqualTo(id("x"));

        RemRun again = RemRun.in(db, "edge", "delete", "z", "x", "knows");

        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.err()).startsWith("error[NOT_FOUND]: There is no such edge (src=z, dst=x, rel_type=knows)");
    }

    @Test
    void traversesWithDepthAndPath() {
        ObjectNode answer = done("traverse", "a").json();

        assertThat(answer.get("query").asString()).isEqualTo("a");
        assertThat(answer.get("query_type").asString()).isEqualTo("traverse");
        assertThat(reached(done("traverse", "a"))).containsExactly("b", "d", "c");
        JsonNode last = answer.get("results").get(2);
        assertThat(last.propertyNames())
                .containsExactly(
                        "id",
                        "entity_type",
                        "created_at",
                        "modified_at",
                        "deleted_at",
                        "edges",
                        "properties",
                        "depth",
                        "path");
        assertThat(last.get("depth").asInt()).isEqualTo(2);
        assertThat(last.get("path").valueStream().map(JsonNode::asString))
                .containsExactly(id("a"), "calls", id("b"), "calls", id("c"));
    }

    @Test
    void traversesByDepthDirectionTypesAndLimit() {
        assertThat(reached(done("traverse", id("a"), "--depth", "1"))).containsExactly("b", "d");
        assertThat(reached(done("traverse", "a", "--limit", "1"))).containsExactly("b");
        assertThat(reached(done("traverse", "a", "--type", "knows"))).containsExactly("d");
        assertThat(reached(done("traverse", "a", "--type", "knows", "--type", "calls")))
                .containsExactly("b", "d", "c");
        assertThat(reached(done("traverse", "c", "--direction", "in"))).containsExactly("b", "a");
        assertThat(reached(done("traverse", "d", "--direction", "BOTH", "--depth", "10")))
                .containsExactly("a", "b", "c");
        assertThat(done("traverse", "d", "--direction", "in").out()).contains("\"<-knows\"");
    }

    @Test
    void showsTheTypesOfAPathToPeopleAndAllOfItToPrograms() {
        RemRun table = RemRun.run(
                db, new byte[0], new Terminal(false, true, false, 120, false), "traverse", "a", "--format", "table");
        assertThat(table.out()).contains("calls / calls");

        List<String> csv =
                done("traverse", "a", "--format", "csv").out().lines().toList();
        assertThat(csv.getFirst()).endsWith("edges,depth,path");
        assertThat(csv).hasSize(4);
    }

    @Test
    void findsAShortestPath() {
        assertThat(reached(done("traverse", "a", "--to", "c"))).containsExactly("c");

        RemRun none = RemRun.in(db, "traverse", "c", "--to", "a");

        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.json().get("count").asInt()).isZero();
        assertThat(none.err()).startsWith("error[NOT_FOUND]: No path leads there");
    }

    @Test
    void unknownRowsAreNotFoundAndWrongRangesAreWrongUsage() {
        Stream.of(
                        List.of("traverse", "nobody"),
                        List.of("edge", "list", "nobody"),
                        List.of("edge", "list", "00000000-0000-8000-8000-000000000001"),
                        List.of("edge", "add", "nobody", "a", "knows"),
                        List.of("edge", "add", "a", "nobody", "knows"),
                        List.of("edge", "delete", "nobody", "a", "knows"))
                .forEach(arguments -> fails(3, "error[NOT_FOUND]: ", arguments));
        Stream.of(
                        List.of("traverse", "a", "--depth", "0"),
                        List.of("traverse", "a", "--depth", "11"),
                        List.of("traverse", "a", "--limit", "0"),
                        List.of("traverse", "a", "--limit", "10001"),
                        List.of("traverse", "a", "--type", ""),
                        List.of("edge", "add", "a", "b", ""))
                .forEach(arguments -> {
                    RemRun run = fails(2, "error[INVALID_ARGUMENT]: ", arguments);
                    assertThat(run.err()).contains("\nhint: ");
                });
        fails(1, "error[INVALID_JSON]: ", List.of("edge", "add", "a", "b", "knows", "--properties", "{"));
        fails(
                1,
                "error[UNKNOWN_TABLE]: ",
                List.of("edge", "add", "a", "{\"entity_type\": \"x\", \"key\": \"y\"}", "z"));
    }

    private static RemRun fails(int exitCode, String start, List<String> arguments) {
        RemRun run = RemRun.in(db, arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s: %s", arguments, run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(start);
        return run;
    }

    private static List<String> reached(RemRun run) {
        return run.json()
                .get("results")
                .valueStream()
                .map(row -> row.get("properties").get("name").asString())
                .toList();
    }
}
