package io.remdb.engine;

import io.remdb.EdgeDirection;
import io.remdb.Path;
import io.remdb.TraversalRequest;
import io.remdb.telemetry.Kind;
import io.remdb.telemetry.Telemetry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Measures a traversal. */
final class ObservedTraversal implements TraversalRequest {
    private final TraversalRequest request;
    private final Telemetry telemetry;
    private EdgeDirection direction = EdgeDirection.OUT;
    private String depth = "";

    ObservedTraversal(TraversalRequest request, Telemetry telemetry) {
        this.request = request;
        this.telemetry = telemetry;
    }

    @Override
    public TraversalRequest depth(int steps) {
        var _ = request.depth(steps);
        depth = " DEPTH " + steps;
        return this;
    }

    @Override
    public TraversalRequest direction(EdgeDirection chosen) {
        var _ = request.direction(chosen);
        direction = chosen;
        return this;
    }

    @Override
    public TraversalRequest types(String... relTypes) {
        var _ = request.types(relTypes);
        return this;
    }

    @Override
    public TraversalRequest limit(int limit) {
        var _ = request.limit(limit);
        return this;
    }

    @Override
    public List<Path> run() {
        return telemetry.observe(Kind.TRAVERSE, null, request::run, List::size, () -> shape(""));
    }

    @Override
    public Optional<Path> to(UUID id) {
        return to(() -> request.to(id));
    }

    @Override
    public Optional<Path> to(String idOrKey) {
        return to(() -> request.to(idOrKey));
    }

    private Optional<Path> to(Supplier<Optional<Path>> search) {
        return telemetry.observe(Kind.TRAVERSE, null, search, path -> path.isPresent() ? 1 : 0, () -> shape(" TO ?"));
    }

    private String shape(String end) {
        return "TRAVERSE FROM ?" + end + depth + " DIRECTION "
                + direction.name().toLowerCase(Locale.ROOT);
    }
}
