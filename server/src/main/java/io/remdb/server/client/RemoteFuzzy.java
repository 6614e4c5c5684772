package io.remdb.server.client;

import io.remdb.FuzzyRequest;
import io.remdb.KeyMatch;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.Limits;
import java.util.List;

/** A fuzzy lookup under construction. */
final class RemoteFuzzy implements FuzzyRequest {
    private final RemoteDatabase database;
    private final io.remdb.server.proto.FuzzyRequest.Builder request;

    RemoteFuzzy(RemoteDatabase database, String text) {
        this.database = database;
        this.request = io.remdb.server.proto.FuzzyRequest.newBuilder().setText(text);
    }

    @Override
    public FuzzyRequest in(String table) {
        request.setTable(table);
        return this;
    }

    @Override
    public FuzzyRequest limit(int limit) {
        request.setLimit(Limits.ofFuzzy(limit));
        return this;
    }

    @Override
    public List<KeyMatch> run() {
        return database.call(to -> to.fuzzy(request.build())).getMatchesList().stream()
                .map(EntityWire::match)
                .toList();
    }
}
