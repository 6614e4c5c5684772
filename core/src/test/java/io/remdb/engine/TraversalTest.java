package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Deletion;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Path;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas;
import io.remdb.TraversalRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The graph: ann -knows-> bob -knows-> cid -knows-> ann; ann -reads-> dee; eve -knows-> ann. */
class TraversalTest {
    private RemDatabase db;

    @BeforeEach
    void open() {
        db = Databases.inMemory();
        db.schemas().register(Schema.parse("""
                {"title": "Person", "description": "A person", "version": "1.0.0", "short_name": "people",
                 "properties": {"name": {"type": "string"}}, "required": ["name"]}"""));
        for (String name : List.of("ann", "bob", "cid", "dee", "eve")) {
            insert(name);
        }
        link("ann", "bob", "knows");
        link("bob", "cid", "knows");
        link("cid", "ann", "knows");
        link("ann", "dee", "reads");
        link("eve", "ann", "knows");
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void rowsOfATableThatIsBeingRemovedAreNotThere() {
        db.schemas().register(Schema.parse("""
                {"title": "Place", "description": "A place", "version": "1.0.0", "short_name": "places",
                 "properties": {"name": {"type": "string"}}, "required": ["name"]}"""));
        db.insert("places", "{\"name\": \"home\"}");
        link("ann", "home", "lives");
        link("home", "eve", "houses");
        assertThat(db.traverse("ann").types("lives").run()).hasSize(1);
        assertThat(db.traverse("ann").types("lives", "houses").to("eve")).isPresent();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> db.schemas().remove("places", Schemas.Removal.WITH_ROWS))
                .isInstanceOf(RemException.class);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(db.edges("ann", EdgeDirection.OUT, List.of("lives")))
                .toIterable()
                .hasSize(1);
        assertThat(db.traverse("ann").types("lives").run()).isEmpty();
        assertThat(db.traverse("ann").types("lives", "houses").to("eve")).isEmpty();
    }

    private UUID insert(String name) {
        return db.insert("people", "{\"name\": \"%s\"}".formatted(name)).id();
    }

    private void link(String src, String dst, String relType) {
        db.link(src, dst, relType, "{}");
    }

    private UUID id(String name) {
        return db.lookup(name).getFirst().id();
    }

    @Test
    void reachesTheNeighboursAndTheirNeighboursTheNearestFirst() {
        List<Path> paths = db.traverse("ann").run();

        assertThat(names(paths)).containsExactly("bob", "dee", "cid");
        assertThat(paths).extracting(Path::depth).containsExactly(1, 1, 2);
        assertThat(paths.getLast().elements())
                .containsExactly(
                        id("ann").toString(),
                        "knows",
                        id("bob").toString(),
                        "knows",
                        id("cid").toString());
        assertThat(paths.getLast().start().properties().get("name").stringValue())
                .isEqualTo("ann");
    }

    @Test
    void followsTheDirectionTheTypesAndTheDepth() {
        assertThat(names(db.traverse("ann").depth(1).run())).containsExactly("bob", "dee");
        assertThat(names(db.traverse("ann").types("reads").run())).containsExactly("dee");
        assertThat(names(db.traverse("ann").types("reads", "knows").run())).containsExactly("bob", "dee", "cid");
        assertThat(names(db.traverse("ann").direction(EdgeDirection.IN).depth(1).run()))
                .containsExactlyInAnyOrder("cid", "eve");
        assertThat(names(db.traverse("dee").direction(EdgeDirection.BOTH).run()))
                .containsExactlyInAnyOrder("ann", "bob", "cid", "eve");
        assertThat(db.traverse("ann").types("unheard_of").run()).isEmpty();
    }

    @Test
    void aCycleEnds() {
        assertThat(names(db.traverse(id("ann")).depth(10).run())).containsExactly("bob", "dee", "cid");
    }

    @Test
    void givesNoMoreThanTheLimit() {
        assertThat(names(db.traverse("ann").limit(1).run())).containsExactly("bob");
    }

    @Test
    void anEdgeAgainstItsDirectionIsMarked() {
        Path path = db.traverse("dee").direction(EdgeDirection.BOTH).to("eve").orElseThrow();

        assertThat(path.elements())
                .containsExactly(
                        id("dee").toString(),
                        "<-reads",
                        id("ann").toString(),
                        "<-knows",
                        id("eve").toString());
        assertThat(path.steps()).extracting(Path.Step::direction).containsOnly(EdgeDirection.IN);
    }

    @Test
    void findsAShortestPath() {
        Path path = db.traverse("eve").to(id("cid")).orElseThrow();

        assertThat(path.depth()).isEqualTo(3);
        assertThat(path.end().id()).isEqualTo(id("cid"));
        assertThat(path.steps()).extracting(step -> name(step.entity())).containsExactly("ann", "bob", "cid");
        assertThat(db.traverse("eve").depth(2).to("cid")).isEmpty();
        assertThat(db.traverse("dee").to("eve")).isEmpty();
        assertThat(db.traverse("ann").to("ann").orElseThrow().depth()).isZero();
    }

    @Test
    void whatIsDeletedIsNotMetAndNotPassed() {
        db.delete(id("bob"), Deletion.Mode.SOFT);

        assertThat(names(db.traverse("ann").depth(10).run())).containsExactly("dee");
        assertThat(db.traverse("ann").to("cid")).isEmpty();

        insert("bob");
        assertThat(names(db.traverse("ann").depth(10).run())).containsExactly("bob", "dee", "cid");
    }

    @Test
    void whatDoesNotExistYetIsMetOnceItDoes() {
        link("dee", "{\"entity_type\": \"people\", \"key\": \"fay\"}", "knows");
        link("eve", "{\"entity_type\": \"people\", \"key\": \"fay\"}", "knows");
        assertThat(db.traverse("dee")
                        .direction(EdgeDirection.BOTH)
                        .types("knows")
                        .run())
                .isEmpty();

        insert("fay");
        assertThat(names(db.traverse("dee").types("knows").run())).containsExactly("fay");
    }

    @Test
    void entitiesCarryTheirFirstEdges() {
        for (int i = 0; i < Entity.MAX_EDGES_CARRIED + 20; i++) {
            db.link(id("bob"), new UUID(i, i), "likes", Map.of());
        }

        List<Path> paths = db.traverse("ann").run();

        assertThat(paths.getFirst().end().edges()).hasSize(Entity.MAX_EDGES_CARRIED);
        assertThat(paths.getFirst().start().edges()).hasSize(2);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        TraversalRequest request = db.traverse("ann");

        fails(() -> request.depth(0), ErrorCode.INVALID_ARGUMENT);
        fails(() -> request.depth(11), ErrorCode.INVALID_ARGUMENT);
        fails(() -> request.limit(0), ErrorCode.INVALID_ARGUMENT);
        fails(() -> request.limit(10_001), ErrorCode.INVALID_ARGUMENT);
        fails(() -> request.types("knows", ""), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void theEndsMustLive() {
        fails(() -> db.traverse("nobody").run(), ErrorCode.NOT_FOUND);
        fails(() -> db.traverse(new UUID(1, 1)).run(), ErrorCode.NOT_FOUND);
        fails(() -> db.traverse("ann").to("nobody"), ErrorCode.NOT_FOUND);
        UUID dee = id("dee");
        db.delete(dee, Deletion.Mode.SOFT);
        fails(() -> db.traverse(dee).run(), ErrorCode.NOT_FOUND);
        fails(() -> db.traverse("ann").to(dee), ErrorCode.NOT_FOUND);
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        for (int i = 0; i < 1100; i++) {
            db.link(id("ann"), new UUID(i, i), "likes", Map.of());
        }
        Thread.currentThread().interrupt();
        try {
            fails(() -> db.traverse("ann").types("likes").run(), ErrorCode.CANCELLED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static List<String> names(List<Path> paths) {
        return paths.stream().map(path -> name(path.end())).toList();
    }

    private static String name(Entity entity) {
        return entity.properties().get("name").stringValue();
    }

    private static void fails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RemException.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            if (code == ErrorCode.INVALID_ARGUMENT) {
                assertThat(error.hint()).isPresent();
            }
        });
    }
}
