package io.remdb.server.service;

import io.remdb.RemDatabase;
import io.remdb.RemDatabase.EntitySearch;
import io.remdb.SearchMode;
import io.remdb.server.proto.SearchRequest;
import io.remdb.server.wire.Names;
import io.remdb.server.wire.ValueWire;

/** Searches that clients ask for, as the database's own. */
final class SearchRequests {
    private SearchRequests() {}

    static EntitySearch prepare(RemDatabase database, SearchRequest request) {
        EntitySearch search = database.search(request.getText());
        if (request.hasTable()) {
            search.in(request.getTable());
        }
        if (request.hasPredicate()) {
            search.where(request.getPredicate(), ValueWire.parameters(request.getParametersList()));
        }
        if (!request.getMode().isEmpty()) {
            search.mode(Names.of(SearchMode.class, request.getMode()));
        }
        if (request.getLimit() != 0) {
            search.limit(request.getLimit());
        }
        if (request.hasMinScore()) {
            search.minScore(request.getMinScore());
        }
        if (request.getExplained()) {
            search.explained();
        }
        return search;
    }
}
