package io.remdb.server.client;

import io.remdb.EdgeDirection;
import io.remdb.Path;
import io.remdb.TraversalRequest;
import io.remdb.server.proto.PathBatch;
import io.remdb.server.proto.TraverseRequest;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A traversal under construction. */
final class RemoteTraversal implements TraversalRequest {
    private final RemoteDatabase database;
    private final TraverseRequest.Builder request;

    RemoteTraversal(RemoteDatabase database, String start) {
        this.database = database;
        this.request =
                TraverseRequest.newBuilder().setStart(start).setDirection(EntityWire.direction(EdgeDirection.OUT));
    }

    @Override
    public TraversalRequest depth(int depth) {
        request.setDepth(Limits.ofDepth(depth));
        return this;
    }

    @Override
    public TraversalRequest direction(EdgeDirection direction) {
        request.setDirection(EntityWire.direction(direction));
        return this;
    }

    @Override
    public TraversalRequest types(String... relTypes) {
        request.clearRelTypes().addAllRelTypes(Arrays.asList(relTypes));
        return this;
    }

    @Override
    public TraversalRequest limit(int limit) {
        request.setLimit(Limits.ofTraversal(limit));
        return this;
    }

    @Override
    public List<Path> run() {
        return paths(request.clone().clearTo().build());
    }

    private List<Path> paths(TraverseRequest traversal) {
        List<Path> paths = new ArrayList<>();
        try (Stream<PathBatch, Path> stream = database.stream(
                to -> to.traverse(traversal),
                batch -> batch.getPathsList().stream().map(EntityWire::path).iterator())) {
            stream.forEachRemaining(paths::add);
        }
        return paths;
    }

    @Override
    public Optional<Path> to(UUID id) {
        return to(id.toString());
    }

    @Override
    public Optional<Path> to(String idOrKey) {
        return paths(request.clone().setTo(idOrKey).build()).stream().findFirst();
    }
}
