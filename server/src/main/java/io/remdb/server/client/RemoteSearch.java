package io.remdb.server.client;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase.EntitySearch;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.server.proto.SearchRequest;
import io.remdb.server.proto.SearchResponse;
import io.remdb.server.wire.SearchWire;
import io.remdb.server.wire.ValueWire;
import io.remdb.spi.Limits;
import java.util.ArrayList;
import java.util.List;

/** A search under construction. */
final class RemoteSearch implements EntitySearch {
    private final RemoteDatabase database;
    private final SearchRequest.Builder request;

    RemoteSearch(RemoteDatabase database, String text) {
        this.database = database;
        this.request = SearchRequest.newBuilder().setText(text);
    }

    @Override
    public EntitySearch in(String table) {
        request.setTable(table);
        return this;
    }

    @Override
    public EntitySearch where(String predicate, Object... parameters) {
        request.setPredicate(predicate).clearParameters();
        for (Object parameter : parameters) {
            request.addParameters(ValueWire.value(parameter));
        }
        return this;
    }

    @Override
    public EntitySearch mode(SearchMode mode) {
        request.setMode(mode.name());
        return this;
    }

    @Override
    public EntitySearch limit(int limit) {
        request.setLimit(Limits.ofSearch(limit));
        return this;
    }

    @Override
    public EntitySearch minScore(double minScore) {
        request.setMinScore(Limits.score(minScore));
        return this;
    }

    @Override
    public EntitySearch explained() {
        request.setExplained(true);
        return this;
    }

    @Override
    public List<Hit<Entity>> run() {
        List<Hit<Entity>> hits = new ArrayList<>();
        try (Stream<SearchResponse, Hit<Entity>> stream = database.stream(
                to -> to.search(request.build()),
                part -> part.getHitsList().stream().map(SearchWire::hit).iterator())) {
            stream.forEachRemaining(hits::add);
        }
        return hits;
    }

    @Override
    public SearchPlan explain() {
        return database.call(to -> SearchWire.plan(to.explainSearch(request.build())));
    }
}
