package io.remdb.engine;

import io.remdb.EdgeDirection;
import io.remdb.Path;
import io.remdb.TraversalRequest;
import io.remdb.graph.Pattern;
import io.remdb.spi.Limits;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A traversal under construction. */
final class LocalTraversal implements TraversalRequest {
    private final Traverser traverser;
    private final EdgeSpec.Target start;
    private @Nullable Integer depth;
    private EdgeDirection direction = EdgeDirection.OUT;
    private List<String> relTypes = List.of();
    private int limit = DEFAULT_LIMIT;
    private TimeLimit time = TimeLimit.CONFIGURED;

    LocalTraversal(Traverser traverser, EdgeSpec.Target start) {
        this.traverser = traverser;
        this.start = start;
    }

    @Override
    public LocalTraversal depth(int depth) {
        this.depth = Limits.ofDepth(depth);
        return this;
    }

    @Override
    public LocalTraversal direction(EdgeDirection direction) {
        this.direction = direction;
        return this;
    }

    @Override
    public LocalTraversal types(String... relTypes) {
        for (String relType : relTypes) {
            EdgeSpec.requireRelType(relType);
        }
        this.relTypes = List.of(relTypes);
        return this;
    }

    @Override
    public LocalTraversal limit(int limit) {
        this.limit = Limits.ofTraversal(limit);
        return this;
    }

    /** Gives {@link #run} a time of its own. */
    LocalTraversal within(TimeLimit newTime) {
        time = newTime;
        return this;
    }

    @Override
    public List<Path> run() {
        return traverser.around(start, pattern(DEFAULT_DEPTH), limit, time);
    }

    @Override
    public Optional<Path> to(UUID id) {
        return traverser.between(start, new EdgeSpec.Target.ById(id), pattern(MAX_DEPTH));
    }

    @Override
    public Optional<Path> to(String idOrKey) {
        return traverser.between(start, EdgeSpec.Target.of(idOrKey), pattern(MAX_DEPTH));
    }

    private Pattern pattern(int defaultDepth) {
        return new Pattern(direction, relTypes, depth == null ? defaultDepth : depth);
    }
}
