package io.remdb.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Entity 0 has very many edges: to entities 1 to {@value #LIVING} that exist, then to some that do not. */
class HubTest {
    private static final int EDGES = 200_000;
    private static final int LIVING = 20_000;
    private static final int BEFORE = EDGES + 1;
    private static final GraphFixture HUB = new GraphFixture();

    @BeforeAll
    static void fill() {
        HUB.entity(0);
        HUB.entity(BEFORE);
        HUB.edge(BEFORE, "to", 0);
        for (int i = 1; i <= EDGES; i++) {
            HUB.edge(0, "to", i);
            if (i <= LIVING) {
                HUB.entity(i);
            }
        }
        HUB.write();
    }

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void readsNoMoreOfAHubThanTheLimitNeeds() {
        CountingRecords records = new CountingRecords(HUB.records());
        Graph graph = new Graph(records, table -> true, GraphFixture.PATIENT);

        assertThat(graph.around(HUB.get(0), out(10), 1000)).hasSize(1000);
        assertThat(records.edges()).isLessThanOrEqualTo(1000 + 16);
        assertThat(records.entities()).isLessThanOrEqualTo(1000 + 16);
        assertThat(records.open()).isZero();

        assertThat(graph.around(HUB.get(BEFORE), out(10), 5)).hasSize(5);
        assertThat(records.edges()).isLessThan(1100);
    }

    @Test
    void edgesToNowhereAreReadInBatchesUntilTheEnd() {
        CountingRecords records = new CountingRecords(HUB.records());

        assertThat(new Graph(records, table -> true, GraphFixture.PATIENT).around(HUB.get(0), out(1), LIVING + 1))
                .hasSize(LIVING);
        assertThat(records.entities()).isEqualTo(EDGES);
    }

    @Test
    void aShortestPathGoesRoundTheHubFromTheOtherEnd() {
        CountingRecords records = new CountingRecords(HUB.records());
        Graph graph = new Graph(records, table -> true, GraphFixture.PATIENT);

        Reached end =
                graph.shortestPath(HUB.get(0), HUB.get(LIVING), out(10), 5000).orElseThrow();
        assertThat(GraphFixture.number(end.entity().id())).isEqualTo(LIVING);
        assertThat(records.edges()).isLessThan(1000);

        assertThat(graph.shortestPath(HUB.get(BEFORE), HUB.get(LIVING), out(10), 5000))
                .isPresent();
        assertThat(records.edges()).isLessThan(2000);
        assertThat(records.open()).isZero();
    }

    @Test
    void aSearchThatMeetsTooManySaysSo() {
        Pattern either = new Pattern(EdgeDirection.BOTH, List.of(), 10);
        HUB.entity(EDGES + 10);
        HUB.entity(EDGES + 11);
        HUB.edge(EDGES + 10, "apart", EDGES + 11);
        HUB.write();

        // The other end's side is at its end at once, so that there is no path.
        assertThat(HUB.graph().shortestPath(HUB.get(0), HUB.get(EDGES + 10), either, 500))
                .isEmpty();
        assertThatThrownBy(() -> HUB.graph().shortestPath(HUB.get(1), HUB.get(LIVING), either, 1))
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }

    @Test
    void givesUpAtItsTimeLimit() {
        Graph impatient = new Graph(HUB.records(), table -> true, 0);

        assertThatThrownBy(() -> impatient.around(HUB.get(0), out(1), 10_000))
                .isInstanceOfSatisfying(RemException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.TIMEOUT);
                    assertThat(error.hint()).isPresent();
                });
        assertThat(HUB.records().open()).isZero();
    }

    private static Pattern out(int depth) {
        return new Pattern(EdgeDirection.OUT, List.of(), depth);
    }
}
