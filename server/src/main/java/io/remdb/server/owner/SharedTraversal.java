package io.remdb.server.owner;

import io.remdb.EdgeDirection;
import io.remdb.Path;
import io.remdb.RemDatabase;
import io.remdb.TraversalRequest;
import io.remdb.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A traversal under construction, built again on whatever way to the database there is when it runs. */
final class SharedTraversal implements TraversalRequest {
    private final SharedDatabase database;
    private final String start;
    private final List<Consumer<TraversalRequest>> steps = new ArrayList<>();

    SharedTraversal(SharedDatabase database, String start) {
        this.database = database;
        this.start = start;
    }

    private TraversalRequest add(Consumer<TraversalRequest> step) {
        steps.add(step);
        return this;
    }

    private TraversalRequest on(RemDatabase current) {
        TraversalRequest traversal = current.traverse(start);
        steps.forEach(step -> step.accept(traversal));
        return traversal;
    }

    @Override
    public TraversalRequest depth(int depth) {
        int checked = Limits.ofDepth(depth);
        return add(traversal -> traversal.depth(checked));
    }

    @Override
    public TraversalRequest direction(EdgeDirection direction) {
        return add(traversal -> traversal.direction(direction));
    }

    @Override
    public TraversalRequest types(String... relTypes) {
        String[] types = relTypes.clone();
        return add(traversal -> traversal.types(types));
    }

    @Override
    public TraversalRequest limit(int limit) {
        int checked = Limits.ofTraversal(limit);
        return add(traversal -> traversal.limit(checked));
    }

    @Override
    public List<Path> run() {
        return database.with(current -> on(current).run());
    }

    @Override
    public Optional<Path> to(UUID id) {
        return database.with(current -> on(current).to(id));
    }

    @Override
    public Optional<Path> to(String idOrKey) {
        return database.with(current -> on(current).to(idOrKey));
    }
}
