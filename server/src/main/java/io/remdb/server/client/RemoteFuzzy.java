package io.remdb.server.client;

import io.remdb.FuzzyRequest;
import io.remdb.KeyMatch;
import io.remdb.server.proto.FuzzyResponse;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.Limits;
import java.util.ArrayList;
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
        List<KeyMatch> matches = new ArrayList<>();
        try (Stream<FuzzyResponse, KeyMatch> stream = database.stream(
                to -> to.fuzzy(request.build()),
                part -> part.getMatchesList().stream().map(EntityWire::match).iterator())) {
            stream.forEachRemaining(matches::add);
        }
        return matches;
    }
}
